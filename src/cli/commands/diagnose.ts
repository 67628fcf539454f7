import type { Command } from 'commander';
import { whatLacked, whyFailed } from '../../domain/diagnose.ts';
import { explainFailure, type Failure } from '../../domain/failure.ts';
import { defaultLimits } from '../../domain/limits.ts';
import { renderMissing } from '../../domain/missing.ts';
import { readBuildLog } from '../../domain/read-build-log.ts';
import { runErrand, type Errand } from '../errand.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { UsageError } from '../farm-errors.ts';
import { bold } from '../printer.ts';
import { readLogLines } from '../read-log-lines.ts';
import { addSharedOptions } from '../settings.ts';
import type { Surroundings } from '../surroundings.ts';
import { renderFacts } from '../table.ts';

export const addDiagnose = (program: Command, world: Surroundings): Command =>
  addSharedOptions(program.command('diagnose'))
    .description('say why a build failed, by its log alone; needs no farm')
    .argument('<log>', 'a file with what a failed build printed; - reads it from standard input')
    .action((path: string, _flags: unknown, command: Command) =>
      runErrand(world, command, (errand) => diagnoseLog(errand, path)),
    );

async function diagnoseLog({ printer, settings, world }: Errand, path: string): Promise<ExitCode> {
  const { lines, droppedLines } = await readLogLines(await openLog(world, path));
  // A log says neither with which exit code the build ended nor what it was allowed to use.
  const reading = readBuildLog(lines, defaultLimits);
  const failure = whyFailed(reading, null);
  const missing = whatLacked(reading, failure);
  const { skippedExtensions } = reading;
  if (settings.form === 'json') {
    const explanation = explainFailure(failure);
    await printer.json({ failure, explanation, missing, skippedExtensions });
  } else {
    await printer.line(bold(failure.kind));
    const names = missing.map(renderMissing);
    const facts = [
      ['failure', explainFailure(failure)],
      ['line', lineOf(failure)],
      ['missing', names.length === 0 ? null : names.join(', ')],
      ['skipped', skippedExtensions.length === 0 ? null : skippedExtensions.join(', ')],
    ] as const;
    await printer.lines(renderFacts(facts).map((line) => `  ${line}`));
  }
  if (droppedLines > 0) await printer.note(`a long log: its first ${droppedLines} lines were left out`);
  return exitCodes.done.code;
}

async function openLog(world: Surroundings, path: string): Promise<AsyncIterable<Uint8Array>> {
  if (path === '-') return world.openInput();
  const file = await world.openFile(path);
  if (file === null) throw new UsageError(`there is no file ${path}`);
  return file.stream();
}

const lineOf = (failure: Failure): string | null => ('line' in failure ? failure.line : null);
