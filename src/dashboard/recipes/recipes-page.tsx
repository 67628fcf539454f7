import { LearnedRecipes } from './learned-recipes.tsx';
import { RecipesInUse } from './recipes-in-use.tsx';
import { PageHead } from '../words/page-head.tsx';

/** How projects differ from the default: what the farm found out, and what people wrote. */
export const RecipesPage = () => (
  <>
    <PageHead name="Recipes" />
    <LearnedRecipes />
    <RecipesInUse />
  </>
);
