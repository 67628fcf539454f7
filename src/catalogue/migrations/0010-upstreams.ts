import { sql, type Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Watch lists of the API, and what is remembered of upstreams. */
export const upstreamTables: Migration = {
  up: async (db: Kysely<unknown>) => {
    await db.schema
      .createTable('watch_lists')
      .addColumn('name', 'text', (column) => column.primaryKey().notNull())
      .addColumn('definition', 'text', (column) => column.notNull())
      .addColumn('changed_at', 'integer', (column) => column.notNull())
      .modifyEnd(sql`strict`)
      .execute();
    await db.schema
      .createTable('watched_projects')
      .addColumn('upstream', 'text', (column) => column.notNull())
      .addColumn('project', 'text', (column) => column.notNull())
      .addColumn('etag', 'text')
      .addColumn('serial', 'integer')
      .addColumn('rules', 'text', (column) => column.notNull())
      .addColumn('looked_at', 'integer', (column) => column.notNull())
      .addColumn('due_at', 'integer', (column) => column.notNull())
      .addColumn('event_at', 'integer')
      .addColumn('problem', 'text')
      .addColumn('faults', 'integer', (column) => column.notNull())
      .addPrimaryKeyConstraint('one_page_a_project', ['upstream', 'project'])
      .modifyEnd(sql`strict`)
      .execute();
    await db.schema
      .createTable('watched_releases')
      .addColumn('upstream', 'text', (column) => column.notNull())
      .addColumn('project', 'text', (column) => column.notNull())
      .addColumn('version', 'text', (column) => column.notNull())
      .addColumn('seen_at', 'integer', (column) => column.notNull())
      .addColumn('state', 'text', (column) => column.notNull())
      .addColumn('is_yanked', 'integer', (column) => column.notNull())
      .addColumn('words', 'text')
      .addColumn('indexed_at', 'integer')
      .addPrimaryKeyConstraint('one_line_a_release', ['upstream', 'project', 'version'])
      .modifyEnd(sql`strict`)
      .execute();
    await sql`create index watched_releases_unindexed on watched_releases (project) where indexed_at is null`.execute(
      db,
    );
  },
};
