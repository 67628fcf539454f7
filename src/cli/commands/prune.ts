import type { Command } from 'commander';
import { PrunedFiles, SweepState, type PruneRequest, type SweepView } from '../../http/contract/prune.ts';
import { runErrand, type Errand } from '../errand.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { renderBytes } from '../measures.ts';
import { wholeNumber } from '../option-values.ts';
import { addSharedOptions } from '../settings.ts';
import type { Surroundings } from '../surroundings.ts';

type Flags = {
  readonly keep?: number;
  readonly days: number;
  readonly logsDays?: number;
  readonly dryRun?: true;
};

const days = wholeNumber({ least: 0, most: 36_500 });

export const addPrune = (program: Command, world: Surroundings): Command =>
  addSharedOptions(program.command('prune'))
    .description(
      'remove files that nothing names any more; with --keep, old builds of wheels leave the indexes',
    )
    .option(
      '--keep <number>',
      'how many of the newest builds of each wheel stay; their names stay bound to their hashes',
      wholeNumber({ least: 1, most: 1000 }),
    )
    .option(
      '--days <number>',
      'what was the newest within so many days stays, too; so do wheels of attempts that nobody published',
      days,
      90,
    )
    .option('--logs-days <number>', 'logs of attempts that ended before go; without it, all stay', days)
    .option('--dry-run', 'tell what would go, and do nothing')
    .action((flags: Flags, command: Command) => runErrand(world, command, (errand) => prune(errand, flags)));

async function prune(errand: Errand, flags: Flags): Promise<ExitCode> {
  const { farm, printer, settings } = errand;
  const { keep = null, logsDays = null } = flags;
  const json: PruneRequest = { keep, days: flags.days, logsDays, dryRun: flags.dryRun === true };
  const { value } = await farm.ask({ method: 'POST', path: 'api/prune', body: { json } }, PrunedFiles);
  const { files, dryRun } = value;
  if (settings.form === 'text')
    await printer.lines([
      ...files.map(({ index, filename }) => `${index}  ${filename}`),
      `${files.length} files ${dryRun ? 'would leave' : 'have left'} the indexes`,
    ]);
  const sweep = await awaitSweep(errand, value.sweep);
  if (settings.form === 'json') await printer.json({ ...value, sweep });
  else
    await printer.lines([
      `${sweep.blobs} of ${sweep.looked} blobs (${renderBytes(sweep.bytes)}) ${dryRun ? 'would go' : 'are gone'}`,
      ...(sweep.problem === null ? [] : [`it ended early: ${sweep.problem}`]),
    ]);
  return sweep.problem === null ? exitCodes.done.code : exitCodes.outage.code;
}

const pollMilliseconds = 1_000;

/** Asks until the sweep is over; another that came behind it means the same. */
async function awaitSweep({ farm, world }: Errand, begun: SweepView): Promise<SweepView> {
  let sweep = begun;
  while (sweep.endedAt === null) {
    await world.pause(pollMilliseconds, world.interrupt);
    world.interrupt.throwIfAborted();
    const { value } = await farm.ask({ method: 'GET', path: 'api/prune' }, SweepState);
    if (value.sweep === null)
      return { ...sweep, endedAt: world.clock(), problem: 'the farm was started again' };
    if (value.sweep.startedAt !== begun.startedAt) return sweep;
    sweep = value.sweep;
  }
  return sweep;
}
