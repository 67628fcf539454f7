import type { Command } from 'commander';
import { BuildDetail } from '../../http/contract/build.ts';
import { runErrand, type Errand } from '../errand.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { listIndexPaths } from '../index-paths.ts';
import { parseId } from '../option-values.ts';
import { renderStory } from '../render-story.ts';
import { addSharedOptions } from '../settings.ts';
import type { Surroundings } from '../surroundings.ts';

export const addShow = (program: Command, world: Surroundings): Command =>
  addSharedOptions(program.command('show'))
    .description('tell the whole story of a build')
    .argument('<build>', 'number of the build', parseId)
    .action((id: number, _flags: unknown, command: Command) =>
      runErrand(world, command, (errand) => showBuild(errand, id)),
    );

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
