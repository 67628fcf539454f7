import type { Recipe } from '../../domain/recipe.ts';
import type { RecipeView } from '../contract/recipe.ts';

export const viewRecipe = (recipe: Recipe): RecipeView => ({
  project: recipe.project,
  reason: recipe.reason,
  systemPackages: Object.fromEntries(
    Object.entries(recipe.systemPackages).map(([system, packages]) => [system, [...packages]]),
  ),
  environment: { ...recipe.environment },
  configSettings: { ...recipe.configSettings },
  patches: recipe.patches.map(({ name, versions }) => ({ name, versions })),
  limits: Object.fromEntries(Object.entries(recipe.limits)),
  smokeImports: [...recipe.smokeImports],
});
