import { sql, type Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Up to where the changelog of each upstream was read, at which address. */
export const changelogSerials: Migration = {
  up: async (db: Kysely<unknown>) => {
    await db.schema
      .createTable('changelog_serials')
      .addColumn('upstream', 'text', (column) => column.primaryKey().notNull())
      .addColumn('url', 'text', (column) => column.notNull())
      .addColumn('serial', 'integer', (column) => column.notNull())
      .modifyEnd(sql`strict`)
      .execute();
  },
};
