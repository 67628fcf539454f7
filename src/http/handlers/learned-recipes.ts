import type { LearnedRecipe } from '../../domain/learned-recipe.ts';
import type { ProjectName } from '../../domain/release.ts';
import { proposeRecipe } from '../../domain/propose-recipe.ts';
import { renderLearnedRecipe, type Learned } from '../../domain/render-learned-recipe.ts';
import type { TargetName } from '../../domain/target.ts';
import type { LearnedRecipeDetail, LearnedRecipeList } from '../contract/learned-recipe.ts';
import type { HttpFarm } from '../http-ports.ts';
import { json, notFound, type Reply } from '../reply.ts';
import { viewLearnedRecipe } from '../views/learned-recipe-view.ts';

export async function listLearnedRecipes(
  farm: HttpFarm,
  {
    query,
  }: {
    readonly query: {
      readonly after: Pick<LearnedRecipe, 'project' | 'target'> | null;
      readonly limit: number;
    };
  },
): Promise<Reply<LearnedRecipeList>> {
  const recipes = await farm.catalogue.listLearnedRecipes(query);
  const last = recipes.length < query.limit ? undefined : recipes.at(-1);
  return json(200, {
    recipes: recipes.map((recipe) => viewLearnedRecipe(farm, recipe)),
    next: last === undefined ? null : `${last.project}/${last.target}`,
  });
}

export async function showLearnedRecipe(
  farm: HttpFarm,
  { params: { project } }: { readonly params: { readonly project: ProjectName } },
): Promise<Reply<LearnedRecipeDetail>> {
  const learned = await findLearned(farm, project);
  if (learned.length === 0) return notFound(`nothing was learned of ${project}`);
  return json(200, {
    project,
    recipes: learned.map(({ recipe }) => viewLearnedRecipe(farm, recipe)),
    yaml: renderLearnedRecipe(project, learned),
    present: farm.recipeTexts.get(project) ?? null,
    proposal: propose(farm, project, learned),
  });
}

/** The proposed file itself, for whoever keeps the farm's recipes. */
export async function downloadProposal(
  farm: HttpFarm,
  { params: { project } }: { readonly params: { readonly project: ProjectName } },
): Promise<Reply<never>> {
  const learned = await findLearned(farm, project);
  if (learned.length === 0) return notFound(`nothing was learned of ${project}`);
  const headers = {
    'Content-Type': 'application/yaml; charset=utf-8',
    'Content-Disposition': `attachment; filename="${project}.yaml"`,
    'Cache-Control': 'no-store',
  };
  return { kind: 'text', status: 200, text: propose(farm, project, learned), headers };
}

async function findLearned(farm: HttpFarm, project: ProjectName): Promise<readonly Learned[]> {
  const recipes = await farm.catalogue.listLearnedRecipesOf(project);
  return recipes.flatMap((recipe) => {
    const target = farm.targets.get(recipe.target);
    return target === undefined ? [] : [{ recipe, target }];
  });
}

function propose(farm: HttpFarm, project: ProjectName, learned: readonly Learned[]): string {
  const recipe = farm.recipes.get(project);
  const text = farm.recipeTexts.get(project);
  const present = recipe === undefined || text === undefined ? null : { recipe, text };
  return proposeRecipe(project, { learned, present });
}

export async function forgetLearnedRecipe(
  farm: HttpFarm,
  given: {
    readonly params: { readonly project: ProjectName };
    readonly query: { readonly target?: TargetName | undefined };
  },
): Promise<Reply<{ forgotten: number }>> {
  const { project } = given.params;
  const forgotten = await farm.catalogue.forgetLearnedRecipes(project, given.query.target ?? null);
  return forgotten === 0 ? notFound(`nothing was learned of ${project}`) : json(200, { forgotten });
}
