import { sql, type Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** When each build came into each of its states. Builds that were there before have none until they move again. */
export const buildMoves: Migration = {
  up: async (db: Kysely<unknown>) => {
    await db.schema
      .createTable('build_moves')
      .addColumn('build', 'integer', (column) => column.notNull())
      .addColumn('number', 'integer', (column) => column.notNull())
      .addColumn('at', 'integer', (column) => column.notNull())
      .addColumn('state', 'text', (column) => column.notNull())
      .addColumn('attempt', 'text')
      .addColumn('waiting_on', 'integer')
      .addPrimaryKeyConstraint('moves_of_a_build', ['build', 'number'])
      .modifyEnd(sql`strict, without rowid`)
      .execute();
  },
};
