import type { Command } from 'commander';
import { UpstreamList } from '../../http/contract/upstream.ts';
import { runErrand, type Errand } from '../errand.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { renderAge } from '../measures.ts';
import { addSharedOptions } from '../settings.ts';
import type { Surroundings } from '../surroundings.ts';
import { renderTable } from '../table.ts';

export const addUpstreams = (program: Command, world: Surroundings): Command =>
  addSharedOptions(program.command('upstreams'))
    .description('list the indexes that new sdists come from, with what is wrong with them')
    .action((_flags: unknown, command: Command) => runErrand(world, command, listUpstreams));

async function listUpstreams({ farm, printer, settings, world }: Errand): Promise<ExitCode> {
  const { value, raw } = await farm.ask({ method: 'GET', path: 'api/upstreams' }, UpstreamList);
  if (settings.form === 'json') await printer.json(raw);
  else {
    const now = world.clock();
    const rows = value.upstreams.map(({ name, state, projects, lastLookAt, events, url }) => [
      name,
      state,
      String(projects),
      lastLookAt === null ? 'never' : renderAge(now - lastLookAt),
      String(events),
      url,
    ]);
    await printer.lines(renderTable(['UPSTREAM', 'STATE', 'PROJECTS', 'LOOKED', 'EVENTS', 'ADDRESS'], rows));
    for (const { name, feed, problems } of value.upstreams) {
      if (feed?.problem) await printer.note(`${name}: ${feed.kind}: ${feed.problem}`);
      for (const { project, problem } of problems) await printer.note(`${name}: ${project}: ${problem}`);
    }
  }
  return exitCodes.done.code;
}
