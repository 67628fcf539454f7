import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import { sql } from 'kysely';

/** Which build makes a target's file index, or was the last to try and failed. */
export const fileIndexOrders: Migration = {
  up: async (db: Kysely<unknown>) => {
    await db.schema
      .createTable('file_index_orders')
      .addColumn('target', 'text', (column) => column.primaryKey().notNull())
      .addColumn('build', 'integer', (column) => column.notNull())
      .addColumn('failed_at', 'integer')
      .modifyEnd(sql`strict`)
      .execute();
  },
};
