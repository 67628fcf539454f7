import type { Command } from 'commander';
import { BuildDetail } from '../../http/contract/build.ts';
import { ReproductionView } from '../../http/contract/reproduction.ts';
import { runErrand, type Errand } from '../errand.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { UsageError } from '../farm-errors.ts';
import { fetchInput } from '../fetch-input.ts';
import { parseBuildOrAttempt, type BuildOrAttempt } from '../option-values.ts';
import type { OutputFolder } from '../output-folder.ts';
import { performReproduction, type PreparedReproduction } from '../perform-reproduction.ts';
import { renderMakeImage } from '../render-make-image.ts';
import { addSharedOptions } from '../settings.ts';
import { renderCommand, renderLongCommand } from '../shell-words.ts';
import type { Surroundings } from '../surroundings.ts';

type Flags = { readonly into?: string; readonly run?: true };

export const addReproduce = (program: Command, world: Surroundings): Command =>
  addSharedOptions(program.command('reproduce'))
    .description('print the docker run that repeats an attempt by hand, with a shell in it')
    .argument('<build>', 'number of the build, or of one attempt, such as 17.2', parseBuildOrAttempt)
    .option('--into <folder>', 'where its input is put (by default a new temporary folder)')
    .option('--run', 'perform it with the docker program of this machine')
    .action((which: BuildOrAttempt, flags: Flags, command: Command) =>
      runErrand(world, command, (errand) => reproduce(errand, { which, flags })),
    );

async function reproduce(
  errand: Errand,
  { which, flags }: { readonly which: BuildOrAttempt; readonly flags: Flags },
): Promise<ExitCode> {
  const { farm, printer, settings, world } = errand;
  // Before anything is fetched: it would be for nothing.
  if (flags.run === true && !(await world.docker.isThere()))
    throw new UsageError(
      'there is no docker program on this machine; without --run the command is only printed',
    );
  const attempt = which.attempt ?? (await findLatestBuildAttempt(errand, which.build));
  const path = `api/attempts/${attempt}/reproduction`;
  const { value: view } = await farm.ask({ method: 'GET', path }, ReproductionView);
  const folder = await world.openOutputFolder(flags.into ?? null);
  if (folder === 'taken')
    throw new UsageError(`${flags.into}: the folder is not empty; name another with --into`);
  const makeImage = await fillFolder(errand, { view, folder });
  const prepared: PreparedReproduction = {
    folder: folder.path,
    makeImage,
    image: view.image.at(-1)?.reference ?? '',
    flags: [
      ...world.docker.sandboxFlags(view.limits),
      '--mount',
      `type=bind,${renderField(`source=${folder.path}`)},target=/reproduce,readonly`,
    ],
  };
  if (flags.run === true) return performReproduction(errand, prepared);
  const run = ['docker', 'run', '--rm', '--interactive', '--tty'];
  const inside = [prepared.image, 'python3', '-I', '/reproduce/reproduce.py', '--shell'];
  if (settings.form === 'json') {
    const command = [...run, ...prepared.flags, ...inside];
    await printer.json({ attempt, folder: folder.path, image: prepared.image, makeImage, command });
    return exitCodes.done.code;
  }
  const { project, version, target } = view;
  await printer.note(
    `attempt ${attempt}: ${project} ${version} on ${target}; its input is in ${folder.path}`,
  );
  await printer.note(
    'the first line makes its image where there is none, the second runs it, then there is a shell',
  );
  const isThere = renderCommand(['docker', 'image', 'inspect', prepared.image]);
  await printer.line(`${isThere} >/dev/null 2>&1 || ${renderCommand(['sh', makeImage])}`);
  const lines = renderLongCommand(run, prepared.flags);
  await printer.lines([...lines.slice(0, -1), `${lines.at(-1)} \\`, `  ${renderCommand(inside)}`]);
  return exitCodes.done.code;
}

/** A field as docker reads them, which is CSV. */
const renderField = (field: string): string =>
  /[",\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;

async function findLatestBuildAttempt({ farm }: Errand, id: number): Promise<string> {
  const { value: build } = await farm.ask({ method: 'GET', path: `api/builds/${id}` }, BuildDetail);
  const attempt = build.attempts.findLast(({ kind }) => kind === 'build');
  if (attempt !== undefined) return attempt.id;
  throw new UsageError(
    `build ${id} has had no attempt yet that could be repeated; it is ${build.state.name}`,
  );
}

/** Gives the path of the script that makes the image. */
async function fillFolder(
  { farm }: Errand,
  { view, folder }: { readonly view: ReproductionView; readonly folder: OutputFolder },
): Promise<string> {
  for (const file of view.files) {
    await folder.write(file.path, 'text' in file ? [file.text] : fetchInput(farm, file));
  }
  const script = 'make-image.sh';
  await folder.write(script, [renderMakeImage(view.image)]);
  return `${folder.path}/${script}`;
}
