import type { Command } from 'commander';
import { WheelFiles } from '../../http/contract/attempt.ts';
import { BuildDetail } from '../../http/contract/build.ts';
import { runErrand, type Errand } from '../errand.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { UsageError } from '../farm-errors.ts';
import { listIndexPaths } from '../index-paths.ts';
import { parseId } from '../option-values.ts';
import { renderStory } from '../render-story.ts';
import { addSharedOptions } from '../settings.ts';
import type { Surroundings } from '../surroundings.ts';

type Flags = { readonly files?: true };

export const addShow = (program: Command, world: Surroundings): Command =>
  addSharedOptions(program.command('show'))
    .description('tell the whole story of a build')
    .argument('<build>', 'number of the build', parseId)
    .option('--files', 'list what the wheel that it built last holds, and nothing else')
    .action((id: number, flags: Flags, command: Command) =>
      runErrand(world, command, (errand) =>
        flags.files === true ? showFiles(errand, id) : showBuild(errand, id),
      ),
    );

/** One file a line: its size in bytes, and its path. */
async function showFiles({ farm, printer, settings }: Errand, id: number): Promise<ExitCode> {
  const { value: build } = await farm.ask({ method: 'GET', path: `api/builds/${id}` }, BuildDetail);
  const attempt = build.attempts.findLast(({ outcome }) => outcome?.kind === 'built');
  if (attempt === undefined)
    throw new UsageError(`build ${id} has built no wheel; it is ${build.state.name}`);
  const path = `api/attempts/${attempt.id}/wheel/files`;
  const { value, raw } = await farm.ask({ method: 'GET', path }, WheelFiles);
  if (settings.form === 'json') {
    await printer.json(raw);
    return exitCodes.done.code;
  }
  await printer.lines(value.files.map((file) => `${String(file.sizeBytes).padStart(12)}  ${file.path}`));
  if (value.files.length < value.fileCount)
    await printer.note(`the first ${value.files.length} of ${value.fileCount} entries`);
  return exitCodes.done.code;
}

async function showBuild({ farm, printer, settings }: Errand, id: number): Promise<ExitCode> {
  const { value: build, raw } = await farm.ask({ method: 'GET', path: `api/builds/${id}` }, BuildDetail);
  if (settings.form === 'json') {
    await printer.json(raw);
    return exitCodes.done.code;
  }
  const indexPath =
    build.state.name === 'succeeded' ? (await listIndexPaths(farm)).get(build.target) : undefined;
  await printer.lines(renderStory(build, { farm: farm.url, indexPath }));
  return exitCodes.done.code;
}
