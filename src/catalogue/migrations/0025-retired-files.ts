import { sql, type Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Names that were in an index, which stay bound to their hashes. */
export const retiredFiles: Migration = {
  up: async (db: Kysely<unknown>) => {
    await db.schema
      .createTable('retired_files')
      .addColumn('node', 'text', (column) => column.notNull())
      .addColumn('filename', 'text', (column) => column.notNull())
      .addColumn('sha256', 'text', (column) => column.notNull())
      .addColumn('retired_at', 'integer', (column) => column.notNull())
      .addPrimaryKeyConstraint('one_retired_file_a_name', ['node', 'filename'])
      .modifyEnd(sql`strict`)
      .execute();
  },
};
