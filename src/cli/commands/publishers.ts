import type { Command } from 'commander';
import { PublisherDetail, PublisherList, type PublisherView } from '../../http/contract/publisher.ts';
import { runErrand, type Errand } from '../errand.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { renderAge, renderTime } from '../measures.ts';
import { renderResync } from '../render-resync.ts';
import { addSharedOptions } from '../settings.ts';
import type { Surroundings } from '../surroundings.ts';
import { renderFacts, renderTable } from '../table.ts';

export const addPublishers = (program: Command, world: Surroundings): Command =>
  addSharedOptions(program.command('publishers'))
    .description('list the external indexes that wheels go to, or tell all of one')
    .argument('[name]', 'name of a publisher')
    .action((name: string | undefined, _flags: unknown, command: Command) =>
      runErrand(world, command, (errand) =>
        name === undefined ? listPublishers(errand) : showPublisher(errand, name),
      ),
    );

async function listPublishers({ farm, printer, settings, world }: Errand): Promise<ExitCode> {
  const { value, raw } = await farm.ask({ method: 'GET', path: 'api/publishers' }, PublisherList);
  if (settings.form === 'json') await printer.json(raw);
  else {
    const now = world.clock();
    const rows = value.publishers.map((one) => [
      one.name,
      one.kind,
      one.state,
      String(one.pending),
      one.oldestPendingAt === null ? '-' : renderAge(now - one.oldestPendingAt),
      String(one.refused),
      one.problem ?? '',
    ]);
    const header = ['PUBLISHER', 'KIND', 'STATE', 'PENDING', 'OLDEST', 'REFUSED', 'PROBLEM'];
    await printer.lines(renderTable(header, rows));
  }
  return exitCodes.done.code;
}

async function showPublisher({ farm, printer, settings }: Errand, name: string): Promise<ExitCode> {
  const path = `api/publishers/${encodeURIComponent(name)}`;
  const { value, raw } = await farm.ask({ method: 'GET', path }, PublisherDetail);
  if (settings.form === 'json') await printer.json(raw);
  else {
    await printer.lines(renderPublisher(value));
    for (const { filename, node, words, at } of value.refusedFiles) {
      await printer.lines(['', `${filename} (${node}), refused ${renderTime(at)}`, `  ${words}`]);
    }
    if (value.next !== null) await printer.note('more were refused; the API shows them all');
  }
  return exitCodes.done.code;
}

const renderPublisher = (one: PublisherView): readonly string[] =>
  renderFacts([
    ['publisher', `${one.name}, ${one.kind} at ${one.url}`],
    ['takes', one.nodes.join(', ')],
    ['state', one.state],
    ['problem', one.problem],
    ['tries again', one.triesAgainAt === null ? null : renderTime(one.triesAgainAt)],
    ['pending', String(one.pending)],
    ['oldest', one.oldestPendingAt === null ? null : `entered ${renderTime(one.oldestPendingAt)}`],
    ['refused', String(one.refused)],
    ['last sent', one.lastSentAt === null ? null : renderTime(one.lastSentAt)],
    ...one.differences.map((difference) => ['differs', difference] as const),
    ['compared', one.resync === null ? null : renderResync(one.resync)],
  ]);
