import type { Command } from 'commander';
import { WorkerList, type WorkerView } from '../../http/contract/worker.ts';
import { runErrand, type Errand } from '../errand.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { renderAge, renderBytes } from '../measures.ts';
import { addSharedOptions } from '../settings.ts';
import type { Surroundings } from '../surroundings.ts';
import { renderTable } from '../table.ts';

export const addWorkers = (program: Command, world: Surroundings): Command =>
  addSharedOptions(program.command('workers'))
    .description('list the workers: slots, host, what each runs, what keeps one from working')
    .action((_flags: unknown, command: Command) => runErrand(world, command, listWorkers));

async function listWorkers({ farm, printer, settings, world }: Errand): Promise<ExitCode> {
  const { value, raw } = await farm.ask({ method: 'GET', path: 'api/workers' }, WorkerList);
  if (settings.form === 'json') {
    await printer.json(raw);
    return exitCodes.done.code;
  }
  if (value.workers.length === 0) {
    await printer.note('no worker is there; start one with: wheelyard work');
    return exitCodes.done.code;
  }
  const now = world.clock();
  const rows = value.workers.map((worker) => [
    worker.name,
    worker.platform,
    worker.state,
    worker.slots === null ? '?' : `${worker.running.length}/${worker.slots}`,
    worker.lastSeenAt === null ? 'never' : renderAge(now - worker.lastSeenAt),
    renderDisk(worker),
    worker.running.map(({ attempt, project }) => `${attempt} ${project ?? ''}`.trim()).join(', '),
  ]);
  const header = ['WORKER', 'PLATFORM', 'STATE', 'SLOTS', 'SEEN', 'DISK FREE', 'RUNS'];
  await printer.lines(renderTable(header, rows));
  for (const { name, problem, lastOutage } of value.workers) {
    if (problem !== null) await printer.note(`${name} waits: ${problem}`);
    if (lastOutage !== null)
      await printer.note(
        `${name}: last outage ${renderAge(now - lastOutage.at)}, with ${lastOutage.attempt}: ${lastOutage.problem}`,
      );
  }
  return exitCodes.done.code;
}

function renderDisk({ host }: WorkerView): string {
  if (host === null || host.disk === null) return '?';
  const { freeBytes, state } = host.disk;
  return `${renderBytes(freeBytes)}${state === 'well' ? '' : ` (${state})`}`;
}
