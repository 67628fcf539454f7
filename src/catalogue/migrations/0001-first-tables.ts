import { sql, type Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/*
 * SQLite's: strict tables, and ids that are never given twice. PostgreSQL would get migrations of its own; the
 * statements of this room are meant for both. What is written here is history: it imports nothing that may change.
 */
export const firstTables: Migration = {
  up: async (db) => {
    await createSdists(db);
    await createBuilds(db);
    await createAttempts(db);
    await createWheels(db);
    await createIndex(db);
    await createImages(db);
    await createTokens(db);
  },
};

const strict = sql`strict`;

async function createSdists(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('sdists')
    .addColumn('sha256', 'text', (column) => column.primaryKey().notNull())
    .addColumn('project', 'text', (column) => column.notNull())
    .addColumn('version', 'text', (column) => column.notNull())
    .addColumn('filename', 'text', (column) => column.notNull())
    .addColumn('size_bytes', 'integer', (column) => column.notNull())
    .addColumn('facts', 'text', (column) => column.notNull())
    .addColumn('added_at', 'integer', (column) => column.notNull())
    .addUniqueConstraint('one_sdist_a_release', ['project', 'version'])
    .modifyEnd(strict)
    .execute();
}

async function createBuilds(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('builds')
    .addColumn('id', 'integer', (column) => column.primaryKey().autoIncrement())
    .addColumn('project', 'text', (column) => column.notNull())
    .addColumn('version', 'text', (column) => column.notNull())
    .addColumn('sdist', 'text', (column) => column.notNull().references('sdists.sha256'))
    .addColumn('target', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('state_facts', 'text', (column) => column.notNull())
    .addColumn('attempt', 'text')
    .addColumn('waiting_on', 'integer', (column) => column.references('builds.id'))
    .addColumn('priority', 'integer', (column) => column.notNull())
    .addColumn('requested_by', 'text', (column) => column.notNull())
    .addColumn('created_at', 'integer', (column) => column.notNull())
    .addColumn('changed_at', 'integer', (column) => column.notNull())
    .addColumn('attempts', 'integer', (column) => column.notNull().defaultTo(0))
    .addUniqueConstraint('one_build_an_sdist_and_target', ['sdist', 'target'])
    .modifyEnd(strict)
    .execute();
  // One for each way of filtering a listing, so that none of them reads builds that it does not show.
  for (const columns of [
    ['state'],
    ['target', 'state'],
    ['project', 'state'],
    ['project', 'target', 'state'],
  ]) {
    await db.schema
      .createIndex(`builds_by_${columns.join('_')}`)
      .on('builds')
      .columns([...columns, 'id'])
      .execute();
  }
  await db.schema
    .createIndex('builds_to_plan')
    .on('builds')
    .columns(['state', 'attempt', 'priority', 'id'])
    .execute();
  // In the words of the query that uses it, or SQLite does not see that it fits.
  await sql`create index builds_unfinished on builds (priority, id)
    where state not in ('succeeded', 'failed', 'blocked', 'cancelled')`.execute(db);
  await sql`create index builds_waiting on builds (waiting_on) where waiting_on is not null`.execute(db);
}

async function createAttempts(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('attempts')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('build', 'integer', (column) => column.notNull().references('builds.id'))
    .addColumn('number', 'integer', (column) => column.notNull())
    .addColumn('plan', 'text', (column) => column.notNull())
    .addColumn('platform', 'text', (column) => column.notNull())
    .addColumn('created_at', 'integer', (column) => column.notNull())
    .addColumn('outcome', 'text')
    .addColumn('ended_at', 'integer')
    .addUniqueConstraint('one_attempt_a_number', ['build', 'number'])
    .modifyEnd(strict)
    .execute();
}

async function createWheels(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('wheels')
    .addColumn('sha256', 'text', (column) => column.primaryKey().notNull())
    .addColumn('build', 'integer', (column) => column.notNull().references('builds.id'))
    .addColumn('facts', 'text', (column) => column.notNull())
    .addColumn('added_at', 'integer', (column) => column.notNull())
    .modifyEnd(strict)
    .execute();
  await db.schema.createIndex('wheels_by_build').on('wheels').column('build').execute();
}

async function createIndex(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('index_files')
    .addColumn('node', 'text', (column) => column.notNull())
    .addColumn('filename', 'text', (column) => column.notNull())
    .addColumn('project', 'text', (column) => column.notNull())
    .addColumn('version', 'text', (column) => column.notNull())
    .addColumn('sha256', 'text', (column) => column.notNull())
    .addColumn('size_bytes', 'integer', (column) => column.notNull())
    .addColumn('requires_python', 'text')
    .addColumn('metadata_sha256', 'text', (column) => column.notNull())
    .addColumn('published_at', 'integer', (column) => column.notNull())
    .addColumn('build', 'integer', (column) => column.notNull().references('builds.id'))
    .addPrimaryKeyConstraint('one_file_a_name', ['node', 'filename'])
    .modifyEnd(strict)
    .execute();
  await db.schema.createIndex('index_files_by_build').on('index_files').column('build').execute();
  await db.schema
    .createIndex('index_files_by_project')
    .on('index_files')
    .columns(['project', 'node'])
    .execute();
  await db.schema
    .createIndex('index_files_by_sha256')
    .on('index_files')
    .columns(['sha256', 'filename'])
    .execute();
  await db.schema
    .createTable('index_projects')
    .addColumn('node', 'text', (column) => column.notNull())
    .addColumn('project', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('one_line_a_project', ['node', 'project'])
    .modifyEnd(strict)
    .execute();
  await db.schema
    .createTable('index_revisions')
    .addColumn('node', 'text', (column) => column.primaryKey().notNull())
    .addColumn('revision', 'integer', (column) => column.notNull())
    .modifyEnd(strict)
    .execute();
}

async function createImages(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('images')
    .addColumn('target', 'text', (column) => column.notNull())
    .addColumn('flavour', 'text', (column) => column.notNull())
    .addColumn('os_packages', 'text', (column) => column.notNull())
    .addColumn('identity', 'text', (column) => column.notNull())
    .addColumn('facts_blob', 'text', (column) => column.notNull())
    .addColumn('recorded_at', 'integer', (column) => column.notNull())
    .addPrimaryKeyConstraint('one_line_an_image', ['target', 'flavour', 'os_packages', 'identity'])
    .modifyEnd(strict)
    .execute();
  await db.schema
    .createIndex('images_by_time')
    .on('images')
    .columns(['target', 'flavour', 'os_packages', 'recorded_at'])
    .execute();
}

async function createTokens(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('tokens')
    .addColumn('id', 'integer', (column) => column.primaryKey().autoIncrement())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('scopes', 'text', (column) => column.notNull())
    .addColumn('hash', 'text', (column) => column.notNull().unique())
    .addColumn('created_at', 'integer', (column) => column.notNull())
    .addColumn('last_used_at', 'integer')
    .modifyEnd(strict)
    .execute();
}
