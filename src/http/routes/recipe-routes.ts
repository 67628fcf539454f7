import * as z from 'zod';
import { LearnedRecipeDetail, LearnedRecipeList } from '../contract/learned-recipe.ts';
import { forgetLearnedRecipe, listLearnedRecipes, showLearnedRecipe } from '../handlers/learned-recipes.ts';
import { learnedRecipeQuery, projectName, targetName } from '../parameters.ts';
import { defineRoute } from '../route.ts';

const oneProject = z.object({ project: projectName });

export const recipeRoutes = [
  defineRoute({
    method: 'GET',
    path: '/api/learned-recipes',
    scope: 'open',
    summary: 'OS packages that made builds pass without a recipe, by project and target',
    query: learnedRecipeQuery,
    reply: { statuses: [200], schema: LearnedRecipeList, types: [] },
    handler: listLearnedRecipes,
  }),
  defineRoute({
    method: 'GET',
    path: '/api/learned-recipes/:project',
    scope: 'open',
    summary: 'What was learned of one project, and as a recipe file',
    params: oneProject,
    reply: { statuses: [200], schema: LearnedRecipeDetail, types: [] },
    handler: showLearnedRecipe,
  }),
  defineRoute({
    method: 'DELETE',
    path: '/api/learned-recipes/:project',
    scope: 'build',
    summary: 'Forget what was learned of a project, on one target or on all; it is learned again',
    params: oneProject,
    query: z.strictObject({ target: targetName.optional() }),
    reply: { statuses: [200], schema: z.object({ forgotten: z.int() }), types: [] },
    handler: forgetLearnedRecipe,
  }),
];
