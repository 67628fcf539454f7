import * as z from 'zod';
import { LearnedRecipeDetail, LearnedRecipeList } from '../contract/learned-recipe.ts';
import { RecipeDetail, RecipeList } from '../contract/recipe.ts';
import {
  downloadProposal,
  forgetLearnedRecipe,
  listLearnedRecipes,
  showLearnedRecipe,
} from '../handlers/learned-recipes.ts';
import { listRecipes, showRecipe } from '../handlers/recipes.ts';
import { recipeQuery, learnedRecipeQuery, projectName, targetName } from '../parameters.ts';
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
    method: 'GET',
    path: '/api/learned-recipes/:project/file',
    scope: 'open',
    summary: "The project's recipe file as it would be with what was learned: to keep, read and commit",
    params: oneProject,
    reply: { statuses: [200], schema: null, types: ['application/yaml'] },
    handler: downloadProposal,
  }),
  defineRoute({
    method: 'GET',
    path: '/api/recipes',
    scope: 'open',
    summary: 'Recipes in use, by project: whom they are for, and why they are there',
    query: recipeQuery,
    reply: { statuses: [200], schema: RecipeList, types: [] },
    handler: listRecipes,
  }),
  defineRoute({
    method: 'GET',
    path: '/api/recipes/:project',
    scope: 'open',
    summary: 'One recipe as it is written',
    params: oneProject,
    reply: { statuses: [200], schema: RecipeDetail, types: [] },
    handler: showRecipe,
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
