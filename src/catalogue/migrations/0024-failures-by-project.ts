import { sql, type Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { BuildState } from '../../domain/build-state.ts';
import { failureText } from '../../domain/failure-text.ts';
import { readJson, type StoredJson } from '../stored-json.ts';

/* Failures are found by their project, version and target, too: their texts are written anew. */
export const failuresByProject: Migration = {
  up: async (db: Kysely<unknown>) => {
    await sql`insert into failure_search (failure_search) values ('delete-all')`.execute(db);
    await fill(db.withTables<{ builds: FailedRow }>());
  },
};

type FailedRow = {
  readonly id: number;
  readonly project: string;
  readonly version: string;
  readonly target: string;
  readonly state: string;
  readonly state_facts: StoredJson<BuildState>;
};

const page = 500;

async function fill(db: Kysely<{ builds: FailedRow }>): Promise<void> {
  for (let after = 0; ;) {
    const rows = await db
      .selectFrom('builds')
      .select(['id', 'project', 'version', 'target', 'state_facts'])
      .where('state', '=', 'failed')
      .where('id', '>', after)
      .orderBy('id')
      .limit(page)
      .execute();
    for (const { id, project, version, target, state_facts } of rows) {
      const state = readJson(state_facts);
      if (state.name !== 'failed') continue;
      const text = `${project} ${version} ${target} ${failureText(state.failure)}`;
      await sql`insert into failure_search (rowid, text) values (${id}, ${text})`.execute(db);
    }
    const last = rows.at(-1);
    if (last === undefined) return;
    after = last.id;
  }
}
