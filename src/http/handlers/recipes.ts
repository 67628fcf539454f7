import type { ProjectName } from '../../domain/release.ts';
import type { RecipeDetail, RecipeList } from '../contract/recipe.ts';
import type { HttpFarm } from '../http-ports.ts';
import { json, notFound, type Reply } from '../reply.ts';
import { viewRecipe } from '../views/recipe-view.ts';

/** What people wrote: the server has read it at its start, and writes none of it. */
export async function listRecipes(
  farm: HttpFarm,
  {
    query: { after, limit },
  }: { readonly query: { readonly after: ProjectName | null; readonly limit: number } },
): Promise<Reply<RecipeList>> {
  const all = [...farm.recipes.values()].sort((one, other) => (one.project < other.project ? -1 : 1));
  const rest = after === null ? all : all.filter(({ project }) => project > after);
  const page = rest.slice(0, limit);
  const next = rest.length > limit ? (page.at(-1)?.project ?? null) : null;
  return json(200, { recipes: page.map(viewRecipe), next });
}

export async function showRecipe(
  farm: HttpFarm,
  { params: { project } }: { readonly params: { readonly project: ProjectName } },
): Promise<Reply<RecipeDetail>> {
  const recipe = farm.recipes.get(project);
  const yaml = farm.recipeTexts.get(project);
  if (recipe === undefined || yaml === undefined) return notFound(`there is no recipe of ${project}`);
  return json(200, { ...viewRecipe(recipe), yaml });
}
