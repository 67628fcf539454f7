import { sql, type Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { BuildState } from '../../domain/build-state.ts';
import { failureText } from '../../domain/failure-text.ts';
import { readJson, type StoredJson } from '../stored-json.ts';

/*
 * What a search finds: projects by a part of their name, builds by what they failed of, both by the trigrams of their
 * text; and builds by their release. Of failures only the trigrams are kept: the text stands with the build.
 */
export const search: Migration = {
  up: async (db: Kysely<unknown>) => {
    await sql`create table projects (id integer primary key not null, name text not null unique) strict`.execute(
      db,
    );
    await sql`create virtual table project_search using fts5
      (name, tokenize = 'trigram', content = 'projects', content_rowid = 'id')`.execute(db);
    await sql`create trigger projects_are_found after insert on projects begin
      insert into project_search (rowid, name) values (new.id, new.name); end`.execute(db);
    // Whoever writes one of these can't forget the name.
    for (const table of ['sdists', 'index_projects'])
      await sql`create trigger ${sql.raw(`${table}_name_projects`)} after insert on ${sql.table(table)}
        when not exists (select 1 from projects where name = new.project)
        begin insert into projects (name) values (new.project); end`.execute(db);
    await sql`insert into projects (name) select project from sdists union select project from index_projects`.execute(
      db,
    );
    await sql`create index builds_by_release on builds (project, version, id)`.execute(db);
    await sql`create virtual table failure_search using fts5
      (text, tokenize = 'trigram', content = '', contentless_delete = 1)`.execute(db);
    await fillFailures(db.withTables<{ builds: FailedRow }>());
  },
};

type FailedRow = {
  readonly id: number;
  readonly state: string;
  readonly state_facts: StoredJson<BuildState>;
};

const page = 500;

async function fillFailures(db: Kysely<{ builds: FailedRow }>): Promise<void> {
  for (let after = 0; ;) {
    const rows = await db
      .selectFrom('builds')
      .select(['id', 'state_facts'])
      .where('state', '=', 'failed')
      .where('id', '>', after)
      .orderBy('id')
      .limit(page)
      .execute();
    for (const { id, state_facts } of rows) {
      const state = readJson(state_facts);
      if (state.name !== 'failed') continue;
      await sql`insert into failure_search (rowid, text) values (${id}, ${failureText(state.failure)})`.execute(
        db,
      );
    }
    const last = rows.at(-1);
    if (last === undefined) return;
    after = last.id;
  }
}
