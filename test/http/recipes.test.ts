import { expect, test } from 'vitest';
import { parseRecipeFile } from '../../src/domain/recipe-file.ts';
import type { Recipe } from '../../src/domain/recipe.ts';
import type { ProjectName } from '../../src/domain/release.ts';
import { RecipeDetail, RecipeList } from '../../src/http/contract/recipe.ts';
import { openFarm } from './farm-under-test.ts';

function recipesOf(...names: readonly string[]) {
  const recipes = new Map<ProjectName, Recipe>();
  const recipeTexts = new Map<ProjectName, string>();
  for (const name of names) {
    const text = `# Why ${name} is special.\nproject: ${name}\nsmoke-imports:\n  - sample\n`;
    const parsed = parseRecipeFile({ name: `${name}.yaml`, text }, { patches: new Map(), targets: [] });
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.problem));
    recipes.set(parsed.value.project, parsed.value);
    recipeTexts.set(parsed.value.project, text);
  }
  return { recipes, recipeTexts };
}

test('recipes in use are listed page by page, and each is shown as it is written', async () => {
  await using farm = await openFarm(recipesOf('lxml', 'apsw', 'cffi'));
  const ask = async (path: string) => (await farm.ask(path)).json();
  const first = RecipeList.parse(await ask('/api/recipes?limit=2'));
  expect([first.recipes.map(({ project }) => project), first.next]).toEqual([['apsw', 'cffi'], 'cffi']);
  const second = RecipeList.parse(await ask(`/api/recipes?limit=2&after=${first.next}`));
  expect(second).toMatchObject({
    recipes: [{ project: 'lxml', reason: 'Why lxml is special.', smokeImports: ['sample'] }],
    next: null,
  });
  expect(RecipeDetail.parse(await ask('/api/recipes/LXML')).yaml).toMatch(
    /^# Why lxml is special\.\nproject/,
  );
  expect((await farm.ask('/api/recipes/none')).status).toBe(404);
});
