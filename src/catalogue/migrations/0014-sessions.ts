import { sql, type Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Browsers that have shown a token, each known by the hash of its cookie. They end with their token. */
export const sessions: Migration = {
  up: async (db: Kysely<unknown>) => {
    await db.schema
      .createTable('sessions')
      .addColumn('hash', 'text', (column) => column.primaryKey().notNull())
      .addColumn('token', 'integer', (column) => column.notNull().references('tokens.id').onDelete('cascade'))
      .addColumn('expires_at', 'integer', (column) => column.notNull())
      .modifyEnd(sql`strict`)
      .execute();
    await db.schema.createIndex('sessions_by_token').on('sessions').column('token').execute();
    await db.schema.createIndex('sessions_by_end').on('sessions').column('expires_at').execute();
  },
};
