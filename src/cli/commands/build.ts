import { basename } from 'node:path';
import type { Command } from 'commander';
import { parseReleaseSpecifier } from '../../domain/release.ts';
import { BuildRequest, RequestedBuilds } from '../../http/contract/build.ts';
import { SdistView } from '../../http/contract/sdist.ts';
import { endOfBuilds } from '../end-of-builds.ts';
import { runErrand, type Errand } from '../errand.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { UsageError } from '../farm-errors.ts';
import { collect, wholeNumber } from '../option-values.ts';
import { printBuildEvent } from '../print-build-event.ts';
import { addSharedOptions } from '../settings.ts';
import type { Surroundings } from '../surroundings.ts';
import { followBuilds, waitForBuilds } from '../wait-for-builds.ts';

type Flags = {
  readonly target?: readonly string[];
  readonly allTargets?: true;
  readonly name?: string;
  readonly version?: string;
  readonly priority?: number;
  readonly wait?: boolean;
  readonly follow?: true;
};

export const addBuild = (program: Command, world: Surroundings): Command =>
  addSharedOptions(program.command('build'))
    .description('build an sdist from disk, or a release that the farm fetches, and wait for the wheels')
    .argument('<sdist>', 'path of an archive, or project==version')
    .option('--target <target>', 'build for this target; may be given several times', collect)
    .option('--all-targets', 'build for every target that the farm offers')
    .option('--name <project>', 'name of a source tree without PKG-INFO')
    .option('--version <version>', 'version of a source tree without PKG-INFO')
    .option('--priority <n>', 'smaller is sooner', wholeNumber({ least: 0, most: 100 }))
    .option('--wait', 'wait until the builds are over (this is the default)')
    .option('--no-wait', 'only ask for the builds')
    .option('-f, --follow', 'print the logs as they come, one build after another')
    .action((subject: string, flags: Flags, command: Command) =>
      runErrand(world, command, (errand) => build(errand, { subject, flags })),
    );

async function build(
  errand: Errand,
  { subject, flags }: { readonly subject: string; readonly flags: Flags },
): Promise<ExitCode> {
  const targets = readTargets(flags);
  if (flags.wait === false && flags.follow === true)
    throw new UsageError('--follow waits; --no-wait does not');
  const source = readRelease(subject, flags) ?? (await upload(errand, { path: subject, flags }));
  const priority = flags.priority === undefined ? {} : { priority: flags.priority };
  const wish: BuildRequest = { ...source, targets, ...priority };
  const { value, raw } = await errand.farm.ask(
    { method: 'POST', path: 'api/builds', body: { json: wish } },
    RequestedBuilds,
  );
  if (flags.wait === false && errand.settings.form === 'json') {
    await errand.printer.json(raw);
    return exitCodes.done.code;
  }
  await printBuildEvent(errand, { event: 'requested', ...value });
  if (flags.wait === false) return exitCodes.done.code;
  const requested = value.builds.map(({ build }) => build);
  const ended = await (flags.follow === true ? followBuilds : waitForBuilds)(errand, requested);
  return endOfBuilds(errand, ended);
}

function readTargets({ target = [], allTargets }: Flags): BuildRequest['targets'] {
  if (allTargets === true && target.length > 0) throw new UsageError('give either --target or --all-targets');
  if (allTargets === true) return 'all';
  const targets = BuildRequest.options[0].shape.targets.safeParse([...new Set(target)]);
  if (targets.success) return targets.data;
  throw new UsageError(
    target.length === 0
      ? 'for which target? Give --target (wheelyard targets lists them), or --all-targets'
      : `--target: ${targets.error.issues[0]?.message}`,
  );
}

/** Null: it is a path. */
function readRelease(subject: string, flags: Flags): { readonly release: string } | null {
  if (!subject.includes('==') || /[/\\]/.test(subject)) return null;
  const release = parseReleaseSpecifier(subject);
  if (!release.ok) throw new UsageError(release.problem);
  if (flags.name === undefined && flags.version === undefined) return { release: subject };
  throw new UsageError('--name and --version are for archives; a release has its own');
}

async function upload(
  { farm, world }: Errand,
  { path, flags }: { readonly path: string; readonly flags: Flags },
): Promise<{ readonly sdist: string }> {
  const { name, version } = flags;
  if ((name === undefined) !== (version === undefined))
    throw new UsageError('--name and --version are given together');
  const file = await world.openFile(path);
  if (file === null) throw new UsageError(`${path} is neither a file nor of the form project==version`);
  const query = { filename: basename(path), name, version };
  const request = { method: 'POST', path: 'api/sdists', query, body: { file } } as const;
  return { sdist: (await farm.ask(request, SdistView)).value.sha256 };
}
