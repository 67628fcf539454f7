import { sql, type Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** What made builds pass, and where in a build's attempts its present try began. */
export const learnedRecipes: Migration = {
  up: async (db: Kysely<unknown>) => {
    await db.schema
      .alterTable('builds')
      .addColumn('earlier_attempts', 'integer', (column) => column.notNull().defaultTo(0))
      .execute();
    await db.schema
      .createTable('learned_recipes')
      .addColumn('project', 'text', (column) => column.notNull())
      .addColumn('target', 'text', (column) => column.notNull())
      .addColumn('packages', 'text', (column) => column.notNull())
      .addColumn('lowest', 'text', (column) => column.notNull())
      .addColumn('highest', 'text', (column) => column.notNull())
      .addColumn('build', 'integer', (column) => column.notNull())
      .addColumn('attempts', 'integer', (column) => column.notNull())
      .addColumn('learned_at', 'integer', (column) => column.notNull())
      .addPrimaryKeyConstraint('one_recipe_a_project_and_target', ['project', 'target'])
      .modifyEnd(sql`strict`)
      .execute();
  },
};
