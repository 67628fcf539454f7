import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Where the log of a refresh is kept. */
export const refreshLogs: Migration = {
  up: async (db: Kysely<unknown>) => {
    await db.schema.alterTable('refreshes').addColumn('log', 'text').execute();
  },
};
