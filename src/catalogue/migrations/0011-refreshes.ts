import { sql, type Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Wishes for newer images. A target has one at a time in the making. */
export const refreshTable: Migration = {
  up: async (db: Kysely<unknown>) => {
    await db.schema
      .createTable('refreshes')
      .addColumn('id', 'integer', (column) => column.primaryKey().autoIncrement())
      .addColumn('target', 'text', (column) => column.notNull())
      .addColumn('requested_by', 'text', (column) => column.notNull())
      .addColumn('requested_at', 'integer', (column) => column.notNull())
      .addColumn('state', 'text', (column) => column.notNull())
      .addColumn('state_facts', 'text', (column) => column.notNull())
      .modifyEnd(sql`strict`)
      .execute();
    await sql`create unique index refreshes_making on refreshes (target) where state = 'making'`.execute(db);
    await sql`create index refreshes_of_target on refreshes (target, state, id)`.execute(db);
  },
};
