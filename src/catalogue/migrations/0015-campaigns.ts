import { sql, type Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Sets of builds with one cause, and what there was before each. */
export const campaignTables: Migration = {
  up: async (db: Kysely<unknown>) => {
    await db.schema
      .createTable('campaigns')
      .addColumn('id', 'integer', (column) => column.primaryKey().autoIncrement())
      .addColumn('cause', 'text', (column) => column.notNull())
      .addColumn('target', 'text', (column) => column.notNull())
      .addColumn('owner', 'text', (column) => column.notNull())
      .addColumn('created_at', 'integer', (column) => column.notNull())
      .addColumn('state', 'text', (column) => column.notNull())
      .addColumn('ended_at', 'integer')
      .modifyEnd(sql`strict`)
      .execute();
    await sql`create index campaigns_running on campaigns (id) where state in ('running', 'paused')`.execute(
      db,
    );
    await db.schema
      .createTable('campaign_builds')
      .addColumn('campaign', 'integer', (column) => column.notNull())
      .addColumn('place', 'integer', (column) => column.notNull())
      .addColumn('project', 'text', (column) => column.notNull())
      .addColumn('version', 'text', (column) => column.notNull())
      .addColumn('sdist', 'text', (column) => column.notNull())
      .addColumn('build', 'integer')
      .addColumn('expected_milliseconds', 'integer', (column) => column.notNull())
      .addColumn('requires', 'text', (column) => column.notNull())
      .addColumn('result_before', 'text')
      .addColumn('progress', 'text', (column) => column.notNull())
      .addColumn('progress_facts', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('one_place_a_build', ['campaign', 'place'])
      .modifyEnd(sql`strict`)
      .execute();
  },
};
