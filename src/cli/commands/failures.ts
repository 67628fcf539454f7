import type { Command } from 'commander';
import { FailureClusters } from '../../http/contract/failure-cluster.ts';
import { runErrand, type Errand } from '../errand.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { renderAge } from '../measures.ts';
import { wholeNumber } from '../option-values.ts';
import { addSharedOptions } from '../settings.ts';
import type { Surroundings } from '../surroundings.ts';
import { renderTable } from '../table.ts';

type Flags = { readonly limit: number };

export const addFailures = (program: Command, world: Surroundings): Command =>
  addSharedOptions(program.command('failures'))
    .description('list what builds failed of, those causes first that stop most')
    .option('--limit <n>', 'at most so many', wholeNumber({ least: 1, most: 100 }), 20)
    .action((flags: Flags, command: Command) =>
      runErrand(world, command, (errand) => listFailures(errand, flags)),
    );

async function listFailures({ farm, printer, settings, world }: Errand, { limit }: Flags): Promise<ExitCode> {
  const { value, raw } = await farm.ask(
    { method: 'GET', path: 'api/failures', query: { limit } },
    FailureClusters,
  );
  if (settings.form === 'json') {
    await printer.json(raw);
    return exitCodes.done.code;
  }
  if (value.clusters.length === 0) {
    await printer.note('no build has failed');
    return exitCodes.done.code;
  }
  const now = world.clock();
  const rows = value.clusters.map(({ cause, sentence, builds, newestAt, samples }, index) => [
    String(index + 1),
    String(builds),
    renderAge(now - newestAt),
    samples.map(({ id }) => id).join(' ') + (builds > samples.length ? ' …' : ''),
    cause,
    sentence,
  ]);
  await printer.lines(renderTable(['NO', 'BUILDS', 'NEWEST', 'SUCH AS', 'CAUSE', 'SENTENCE'], rows));
  await printer.note(
    'all of one: wheelyard builds --cause <no or cause>; again: wheelyard retry --cause <no or cause>',
  );
  return exitCodes.done.code;
}
