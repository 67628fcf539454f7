import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** How much is in a file index: half a million rows are not counted each time that somebody looks. */
export const fileIndexSizes: Migration = {
  up: async (db: Kysely<unknown>) => {
    for (const column of ['packages', 'files'])
      await db.schema.alterTable('file_indexes').addColumn(column, 'integer').execute();
  },
};
