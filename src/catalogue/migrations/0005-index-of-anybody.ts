import { sql, type Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/*
 * Files of the index that no build has made, files taken back, the status of projects. SQLite can't let a column be null
 * afterwards, so two tables are written anew. Revisions of nodes are no longer counted: pages are known by their content.
 */
export const indexOfAnybody: Migration = {
  up: async (db) => {
    await renewWheels(db);
    await renewFiles(db);
    await db.schema
      .createTable('project_statuses')
      .addColumn('node', 'text', (column) => column.notNull())
      .addColumn('project', 'text', (column) => column.notNull())
      .addColumn('status', 'text', (column) => column.notNull())
      .addColumn('reason', 'text')
      .addPrimaryKeyConstraint('one_status_a_project', ['node', 'project'])
      .modifyEnd(sql`strict`)
      .execute();
    await db.schema.dropTable('index_revisions').execute();
  },
};

async function renewWheels(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('new_wheels')
    .addColumn('sha256', 'text', (column) => column.primaryKey().notNull())
    .addColumn('build', 'integer', (column) => column.references('builds.id'))
    .addColumn('facts', 'text', (column) => column.notNull())
    .addColumn('added_at', 'integer', (column) => column.notNull())
    .modifyEnd(sql`strict`)
    .execute();
  await sql`insert into new_wheels select sha256, build, facts, added_at from wheels`.execute(db);
  await db.schema.dropTable('wheels').execute();
  await db.schema.alterTable('new_wheels').renameTo('wheels').execute();
  await db.schema.createIndex('wheels_by_build').on('wheels').column('build').execute();
}

async function renewFiles(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('new_index_files')
    .addColumn('node', 'text', (column) => column.notNull())
    .addColumn('filename', 'text', (column) => column.notNull())
    .addColumn('project', 'text', (column) => column.notNull())
    .addColumn('version', 'text', (column) => column.notNull())
    .addColumn('sha256', 'text', (column) => column.notNull())
    .addColumn('size_bytes', 'integer', (column) => column.notNull())
    .addColumn('requires_python', 'text')
    .addColumn('metadata_sha256', 'text', (column) => column.notNull())
    .addColumn('published_at', 'integer', (column) => column.notNull())
    .addColumn('build', 'integer', (column) => column.references('builds.id'))
    .addColumn('uploaded_by', 'text')
    .addColumn('yanked', 'text')
    .addPrimaryKeyConstraint('one_file_a_name', ['node', 'filename'])
    .addCheckConstraint('built_or_uploaded', sql`(build is null) <> (uploaded_by is null)`)
    .modifyEnd(sql`strict`)
    .execute();
  await sql`insert into new_index_files
    select node, filename, project, version, sha256, size_bytes, requires_python, metadata_sha256, published_at, build,
      null, null from index_files`.execute(db);
  await db.schema.dropTable('index_files').execute();
  await db.schema.alterTable('new_index_files').renameTo('index_files').execute();
  for (const [name, columns] of [
    ['index_files_by_build', ['build']],
    ['index_files_by_project', ['project', 'node']],
    ['index_files_by_sha256', ['sha256', 'filename']],
  ] as const)
    await db.schema
      .createIndex(name)
      .on('index_files')
      .columns([...columns])
      .execute();
}
