import { Option, type Command } from 'commander';
import { buildStateNames } from '../../domain/build-state.ts';
import { BuildList } from '../../http/contract/build.ts';
import { runErrand, type Errand } from '../errand.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { renderAge } from '../measures.ts';
import { findCause } from '../find-cause.ts';
import { parseCause, parseId, wholeNumber } from '../option-values.ts';
import { renderState } from '../render-build.ts';
import { addSharedOptions } from '../settings.ts';
import type { Surroundings } from '../surroundings.ts';
import { renderTable } from '../table.ts';

type Flags = {
  readonly project?: string;
  readonly target?: string;
  readonly state?: readonly string[];
  readonly cause?: string;
  readonly before?: number;
  readonly limit: number;
};

export const addBuilds = (program: Command, world: Surroundings): Command =>
  addSharedOptions(program.command('builds'))
    .description('list builds, newest first')
    .option('--project <name>', 'only of this project')
    .option('--target <target>', 'only on this target')
    .addOption(new Option('--state <state...>', 'only in these states').choices(buildStateNames))
    .option('--cause <cause>', 'only those that failed of it; wheelyard failures lists them', parseCause)
    .option('--before <build>', 'only builds older than this one', parseId)
    .option('--limit <n>', 'at most so many', wholeNumber({ least: 1, most: 500 }), 50)
    .action((flags: Flags, command: Command) =>
      runErrand(world, command, (errand) => listBuilds(errand, flags)),
    );

async function listBuilds({ farm, printer, settings, world }: Errand, flags: Flags): Promise<ExitCode> {
  const { project, target, state, before, limit } = flags;
  const cause = flags.cause === undefined ? undefined : await findCause(farm, flags.cause);
  const query = { project, target, state, cause, before, limit };
  const { value, raw } = await farm.ask({ method: 'GET', path: 'api/builds', query }, BuildList);
  if (settings.form === 'json') {
    await printer.json(raw);
    return exitCodes.done.code;
  }
  if (value.builds.length === 0) await printer.note('no such builds');
  else {
    const now = world.clock();
    const rows = value.builds.map((build) => [
      String(build.id),
      `${build.project} ${build.version}`,
      build.target,
      renderAge(now - build.changedAt),
      renderState(build.state),
    ]);
    await printer.lines(renderTable(['BUILD', 'RELEASE', 'TARGET', 'SINCE', 'STATE'], rows));
  }
  if (value.next !== null) await printer.note(`older ones: --before ${value.next}`);
  return exitCodes.done.code;
}
