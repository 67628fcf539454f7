import { LearnedRecipes } from './learned-recipes.tsx';
import { RecipesInUse } from './recipes-in-use.tsx';

/** How projects differ from the default: what the farm found out, and what people wrote. */
export const RecipesPage = () => (
  <>
    <title>Recipes · Wheelyard</title>
    <h1>Recipes</h1>
    <LearnedRecipes />
    <RecipesInUse />
  </>
);
