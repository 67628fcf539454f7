import type { Command } from 'commander';
import { runErrand, type Errand } from '../errand.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { UsageError } from '../farm-errors.ts';
import { followLog } from '../follow-log.ts';
import { parseAttemptId, parseId, wholeNumber } from '../option-values.ts';
import { openPatience } from '../patience.ts';
import { printLogEvent } from '../print-log-event.ts';
import { addSharedOptions } from '../settings.ts';
import type { Surroundings } from '../surroundings.ts';

type Flags = {
  readonly follow?: true;
  readonly attempt?: string;
  readonly from?: number;
  readonly raw?: true;
};

export const addLogs = (program: Command, world: Surroundings): Command =>
  addSharedOptions(program.command('logs'))
    .description('print the log of a build, attempt after attempt')
    .argument('<build>', 'number of the build', parseId)
    .option('-f, --follow', 'go on with what comes until the build is over')
    .option('--attempt <id>', 'only this attempt, such as 17.2', parseAttemptId)
    .option('--from <line>', 'begin at this line', wholeNumber({ least: 0, most: 1e12 }))
    .option('--raw', 'the lines alone, without time and phase')
    .action((id: number, flags: Flags, command: Command) =>
      runErrand(world, command, (errand) => printLog(errand, { id, flags })),
    );

async function printLog(
  errand: Errand,
  { id, flags }: { readonly id: number; readonly flags: Flags },
): Promise<ExitCode> {
  const { attempt, from } = flags;
  if (attempt !== undefined && !attempt.startsWith(`${id}.`)) {
    throw new UsageError(`attempt ${attempt} is not one of build ${id}`);
  }
  const patience = openPatience(errand.world, errand.printer.note);
  const query = { attempt, from, follow: flags.follow === true ? 'yes' : 'no' };
  const style = flags.raw === true ? 'raw' : 'full';
  for await (const event of followLog(errand.farm, { build: id, query, patience })) {
    await printLogEvent(errand, { event, style });
  }
  return exitCodes.done.code;
}
