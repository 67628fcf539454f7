import type { Command } from 'commander';
import { renderFileProblem } from '../../domain/file-problem.ts';
import { runErrand, type Errand } from '../errand.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { addSharedOptions } from '../settings.ts';
import type { Surroundings } from '../surroundings.ts';

export const addRecipesCheck = (recipes: Command, world: Surroundings): Command =>
  addSharedOptions(recipes.command('check'))
    .description('read every recipe and print every problem with its file and line')
    .argument('[folder]', "another folder than the farm's own")
    .action((folder: string | undefined, _flags: unknown, command: Command) =>
      runErrand(world, command, (errand) => checkRecipes(errand, folder)),
    );

async function checkRecipes(
  { printer, settings, world }: Errand,
  folder: string | undefined,
): Promise<ExitCode> {
  const check = await (folder === undefined ? world.checkRecipes() : world.checkRecipes(folder));
  if (settings.form === 'json') await printer.json(check);
  else {
    await printer.lines(check.problems.map(renderFileProblem));
    await printer.note(`${check.recipes} recipes, ${check.problems.length} problems`);
  }
  return check.problems.length === 0 ? exitCodes.done.code : exitCodes.failed.code;
}
