import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** What else a build was given to pass: requirements that it does not name, and bounds that were not held. */
export const learnedRequirements: Migration = {
  up: async (db: Kysely<unknown>) => {
    for (const column of ['extra_requires', 'loosened'])
      await db.schema
        .alterTable('learned_recipes')
        .addColumn(column, 'text', (added) => added.notNull().defaultTo('[]'))
        .execute();
  },
};
