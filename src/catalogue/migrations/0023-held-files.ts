import { sql, type Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Campaigns that publish all at once, what they hold until then, and who was told of which campaign. */
export const heldFiles: Migration = {
  up: async (db: Kysely<unknown>) => {
    await db.schema
      .alterTable('campaigns')
      .addColumn('atomic', 'integer', (column) => column.notNull().defaultTo(0))
      .execute();
    await db.schema.alterTable('campaigns').addColumn('held_at', 'integer').execute();
    await sql`create index campaigns_open on campaigns (id)
      where state in ('running', 'paused', 'held', 'publishing')`.execute(db);
    await sql`create index campaign_builds_by_build on campaign_builds (build) where build is not null`.execute(
      db,
    );
    await sql`create index campaign_builds_kept on campaign_builds (campaign)
      where progress in ('begun', 'held')`.execute(db);
    await db.schema
      .createTable('held_files')
      .addColumn('campaign', 'integer', (column) => column.notNull())
      .addColumn('node', 'text', (column) => column.notNull())
      .addColumn('filename', 'text', (column) => column.notNull())
      .addColumn('build', 'integer', (column) => column.notNull().references('builds.id'))
      .addColumn('project', 'text', (column) => column.notNull())
      .addColumn('version', 'text', (column) => column.notNull())
      .addColumn('sha256', 'text', (column) => column.notNull())
      .addColumn('size_bytes', 'integer', (column) => column.notNull())
      .addColumn('requires_python', 'text')
      .addColumn('metadata_sha256', 'text', (column) => column.notNull())
      .addColumn('published_at', 'integer', (column) => column.notNull())
      .addColumn('uploaded_by', 'text')
      .addColumn('yanked', 'text')
      .addPrimaryKeyConstraint('one_held_file_a_build', ['campaign', 'node', 'filename', 'build'])
      .modifyEnd(sql`strict`)
      .execute();
    await db.schema.createIndex('held_files_by_build').on('held_files').column('build').execute();
    await db.schema
      .createTable('campaign_tellings')
      .addColumn('campaign', 'integer', (column) => column.notNull().references('campaigns.id'))
      .addColumn('channel', 'text', (column) => column.notNull())
      .addColumn('event', 'text', (column) => column.notNull())
      .addColumn('told_at', 'integer', (column) => column.notNull())
      .addPrimaryKeyConstraint('told_once', ['campaign', 'channel', 'event'])
      .modifyEnd(sql`strict`)
      .execute();
    await sql`insert into campaign_tellings (campaign, channel, event, told_at)
      select id, 'webhook', 'campaign-over', told_at from campaigns where told_at is not null`.execute(db);
    await db.schema.alterTable('campaigns').dropColumn('told_at').execute();
  },
};
