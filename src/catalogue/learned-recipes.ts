import type { Kysely } from 'kysely';
import type { LearnedRecipe } from '../domain/learned-recipe.ts';
import type { Catalogue } from '../farm/catalogue-port.ts';
import type { LearnedRecipeRow, Schema } from './schema.ts';
import { readJson, writeJson } from './stored-json.ts';

type LearnedStatements = Pick<
  Catalogue,
  'keepLearnedRecipe' | 'listLearnedRecipesOf' | 'listLearnedRecipes' | 'forgetLearnedRecipes'
>;

export const learnedRecipeStatements = (database: Kysely<Schema>): LearnedStatements => ({
  keepLearnedRecipe: async (recipe) => {
    const { project, target, packages, versions, build, attempts, learnedAt } = recipe;
    const facts = {
      packages: writeJson(packages),
      extra_requires: writeJson(recipe.extraRequires),
      loosened: writeJson(recipe.loosened),
      lowest: versions.lowest,
      highest: versions.highest,
      build,
      attempts,
      learned_at: learnedAt,
    };
    await database
      .insertInto('learned_recipes')
      .values({ project, target, ...facts })
      .onConflict((conflict) => conflict.columns(['project', 'target']).doUpdateSet(facts))
      .execute();
  },

  listLearnedRecipesOf: async (project) => {
    const rows = await database
      .selectFrom('learned_recipes')
      .selectAll()
      .where('project', '=', project)
      .orderBy('target')
      .execute();
    return rows.map(readRecipe);
  },

  listLearnedRecipes: async ({ after, limit }) => {
    const rows = await database
      .selectFrom('learned_recipes')
      .selectAll()
      .where((where) =>
        after === null
          ? where.lit(true)
          : where(where.refTuple('project', 'target'), '>', where.tuple(after.project, after.target)),
      )
      .orderBy('project')
      .orderBy('target')
      .limit(limit)
      .execute();
    return rows.map(readRecipe);
  },

  forgetLearnedRecipes: async (project, target) => {
    const ofProject = database.deleteFrom('learned_recipes').where('project', '=', project);
    const deleted = await (
      target === null ? ofProject : ofProject.where('target', '=', target)
    ).executeTakeFirst();
    return Number(deleted.numDeletedRows);
  },
});

const readRecipe = (row: LearnedRecipeRow): LearnedRecipe => ({
  project: row.project,
  target: row.target,
  packages: readJson(row.packages),
  extraRequires: readJson(row.extra_requires),
  loosened: readJson(row.loosened),
  versions: { lowest: row.lowest, highest: row.highest },
  build: row.build,
  attempts: row.attempts,
  learnedAt: row.learned_at,
});
