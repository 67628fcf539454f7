import type { LearnedRecipe } from '../../domain/learned-recipe.ts';
import { namesSystemPackages } from '../../domain/recipe.ts';
import type { LearnedRecipeView } from '../contract/learned-recipe.ts';
import type { HttpFarm } from '../http-ports.ts';

export function viewLearnedRecipe(
  farm: Pick<HttpFarm, 'targets' | 'recipes'>,
  recipe: LearnedRecipe,
): LearnedRecipeView {
  const target = farm.targets.get(recipe.target);
  const human = farm.recipes.get(recipe.project);
  return {
    ...recipe,
    packages: recipe.packages.map(({ package: name, wants }) => ({ package: name, wants: { ...wants } })),
    extraRequires: [...recipe.extraRequires],
    loosened: [...recipe.loosened],
    versions: { ...recipe.versions },
    isOverruled: target !== undefined && human !== undefined && namesSystemPackages(human, target),
  };
}
