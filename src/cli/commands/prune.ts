import type { Command } from 'commander';
import { PrunedFiles, type PruneRequest } from '../../http/contract/prune.ts';
import { runErrand, type Errand } from '../errand.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { wholeNumber } from '../option-values.ts';
import { addSharedOptions } from '../settings.ts';
import type { Surroundings } from '../surroundings.ts';

type Flags = { readonly keep: number; readonly days: number; readonly dryRun?: true };

export const addPrune = (program: Command, world: Surroundings): Command =>
  addSharedOptions(program.command('prune'))
    .description('take old builds of wheels out of the indexes; their names stay bound to their hashes')
    .requiredOption(
      '--keep <number>',
      'how many of the newest builds of each wheel stay',
      wholeNumber({ least: 1, most: 1000 }),
    )
    .option(
      '--days <number>',
      'what was the newest within so many days stays, too',
      wholeNumber({ least: 0, most: 36_500 }),
      90,
    )
    .option('--dry-run', 'tell what would go, and do nothing')
    .action((flags: Flags, command: Command) => runErrand(world, command, (errand) => prune(errand, flags)));

async function prune({ farm, printer, settings }: Errand, flags: Flags): Promise<ExitCode> {
  const { keep, days } = flags;
  const json: PruneRequest = { keep, days, dryRun: flags.dryRun === true };
  const { value, raw } = await farm.ask({ method: 'POST', path: 'api/prune', body: { json } }, PrunedFiles);
  const { files, dryRun } = value;
  if (settings.form === 'json') await printer.json(raw);
  else
    await printer.lines([
      ...files.map(({ index, filename }) => `${index}  ${filename}`),
      `${files.length} files ${dryRun ? 'would go' : 'are gone'}`,
    ]);
  return exitCodes.done.code;
}
