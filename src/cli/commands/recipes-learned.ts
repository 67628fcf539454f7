import type { Command } from 'commander';
import {
  LearnedRecipeDetail,
  LearnedRecipeList,
  type LearnedRecipeView,
} from '../../http/contract/learned-recipe.ts';
import { runErrand, type Errand } from '../errand.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { addSharedOptions } from '../settings.ts';
import type { Surroundings } from '../surroundings.ts';
import { renderTable } from '../table.ts';

export const addRecipesLearned = (recipes: Command, world: Surroundings): Command =>
  addSharedOptions(recipes.command('learned'))
    .description('list the OS packages that the farm found by itself, or print one project as a recipe')
    .argument('[project]', 'name of a project')
    .action((project: string | undefined, _flags: unknown, command: Command) =>
      runErrand(world, command, (errand) =>
        project === undefined ? listLearned(errand) : showLearned(errand, project),
      ),
    );

async function listLearned({ farm, printer, settings }: Errand): Promise<ExitCode> {
  const all: LearnedRecipeView[] = [];
  for (let after: string | null = ''; after !== null;) {
    const query: string = after === '' ? '' : `?after=${encodeURIComponent(after)}`;
    const page: { readonly value: LearnedRecipeList } = await farm.ask(
      { method: 'GET', path: `api/learned-recipes${query}` },
      LearnedRecipeList,
    );
    all.push(...page.value.recipes);
    after = page.value.next;
  }
  if (settings.form === 'json') await printer.json({ recipes: all });
  else if (all.length === 0) await printer.note('nothing was learned yet');
  else {
    const rows = all.map((recipe) => [
      recipe.project,
      recipe.target,
      renderVersions(recipe),
      String(recipe.build),
      recipe.isOverruled ? 'recipe' : 'learned',
      recipe.packages.map(({ package: name }) => name).join(' ') || 'none needed',
    ]);
    await printer.lines(
      renderTable(['PROJECT', 'TARGET', 'VERSIONS', 'BUILD', 'IN FORCE', 'PACKAGES'], rows),
    );
  }
  return exitCodes.done.code;
}

const renderVersions = ({ versions: { lowest, highest } }: LearnedRecipeView): string =>
  lowest === highest ? lowest : `${lowest} to ${highest}`;

async function showLearned({ farm, printer, settings }: Errand, project: string): Promise<ExitCode> {
  const { value, raw } = await farm.ask(
    { method: 'GET', path: `api/learned-recipes/${encodeURIComponent(project)}` },
    LearnedRecipeDetail,
  );
  if (settings.form === 'json') await printer.json(raw);
  else await printer.lines(value.yaml.trimEnd().split('\n'));
  return exitCodes.done.code;
}
