import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import { LearnedRecipeDetail } from '../../http/contract/learned-recipe.ts';
import { runErrand, type Errand } from '../errand.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { UsageError } from '../farm-errors.ts';
import { addSharedOptions } from '../settings.ts';
import type { Surroundings } from '../surroundings.ts';

export const addRecipesAccept = (recipes: Command, world: Surroundings): Command =>
  addSharedOptions(recipes.command('accept'))
    .description('write what the farm learned of a project into its recipe, with the evidence in the comment')
    .argument('<project>', 'name of the project')
    .option('--into <folder>', 'folder of the recipes', 'recipes')
    .action((project: string, flags: { readonly into: string }, command: Command) =>
      runErrand(world, command, (errand) => acceptLearned(errand, { project, folder: flags.into })),
    );

async function acceptLearned(
  { farm, printer, settings }: Errand,
  wish: { readonly project: string; readonly folder: string },
): Promise<ExitCode> {
  const { value } = await farm.ask(
    { method: 'GET', path: `api/learned-recipes/${encodeURIComponent(wish.project)}` },
    LearnedRecipeDetail,
  );
  const file = join(wish.folder, `${value.project}.yaml`);
  await mkdir(wish.folder, { recursive: true });
  const present = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
    return null;
  });
  // What the farm proposes is made of the file that it has itself read: another may lack something of it.
  if (present !== null && present !== value.present) {
    throw new UsageError(
      `${file} is there already, and not the one that the farm uses; see \`wheelyard recipes learned ${value.project}\` and add by hand what it lacks`,
    );
  }
  if (present === value.proposal) {
    throw new UsageError(
      `${file} is there already and names packages for every target; a person's recipe wins`,
    );
  }
  await writeFile(file, value.proposal, { flag: present === null ? 'wx' : 'w' });
  if (settings.form === 'json') await printer.json({ file });
  else await printer.note(`wrote ${file}; read it, commit it, and restart the server: it holds from then on`);
  return exitCodes.done.code;
}
