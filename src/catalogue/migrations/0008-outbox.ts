import { sql, type Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** What goes to external indexes. Files that are in the index already are noted as if they came now, oldest first. */
export const outboxTables: Migration = {
  up: async (db) => {
    await createPublications(db);
    await createOutbox(db);
  },
};

const strict = sql`strict`;

async function createPublications(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('publications')
    .addColumn('id', 'integer', (column) => column.primaryKey().autoIncrement())
    .addColumn('node', 'text', (column) => column.notNull())
    .addColumn('filename', 'text', (column) => column.notNull())
    .modifyEnd(strict)
    .execute();
  await sql`insert into publications (node, filename)
    select node, filename from index_files order by published_at, node, filename`.execute(db);
  await db.schema
    .createTable('publisher_feeds')
    .addColumn('publisher', 'text', (column) => column.primaryKey().notNull())
    .addColumn('read_to', 'integer', (column) => column.notNull())
    .modifyEnd(strict)
    .execute();
}

async function createOutbox(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('outbox')
    .addColumn('id', 'integer', (column) => column.primaryKey().autoIncrement())
    .addColumn('publisher', 'text', (column) => column.notNull())
    .addColumn('node', 'text', (column) => column.notNull())
    .addColumn('filename', 'text', (column) => column.notNull())
    .addColumn('project', 'text', (column) => column.notNull())
    .addColumn('version', 'text', (column) => column.notNull())
    .addColumn('sha256', 'text', (column) => column.notNull())
    .addColumn('wheel', 'text', (column) => column.notNull())
    .addColumn('entered_at', 'integer', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('tries', 'integer')
    .addColumn('not_before', 'integer')
    .addColumn('words', 'text')
    .addColumn('ended_at', 'integer')
    .addUniqueConstraint('one_entry_a_file', ['publisher', 'node', 'filename'])
    .modifyEnd(strict)
    .execute();
  await db.schema.createIndex('outbox_by_state').on('outbox').columns(['publisher', 'state', 'id']).execute();
  await db.schema
    .createIndex('outbox_by_time')
    .on('outbox')
    .columns(['publisher', 'state', 'not_before'])
    .execute();
}
