import { sql, type Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import { causeOf } from '../../domain/failure-cause.ts';
import type { BuildState } from '../../domain/build-state.ts';
import { readJson, type StoredJson } from '../stored-json.ts';

/*
 * Why a build failed, as a key that failures of the same cause share. What fills the column for builds that failed
 * before is what fills it for those that fail from now on, or the same cause would stand under two keys.
 */
export const failureCauses: Migration = {
  up: async (db: Kysely<unknown>) => {
    await db.schema.alterTable('builds').addColumn('cause', 'text').execute();
    await fillCauses(db.withTables<{ builds: FailedRow }>());
    // Serves both the count of each cause and the builds of one, and holds nothing but failed builds.
    await sql`create index builds_by_cause on builds (cause, state, id, changed_at)
      where cause is not null`.execute(db);
  },
};

type FailedRow = {
  readonly id: number;
  readonly state: string;
  readonly state_facts: StoredJson<BuildState>;
  readonly cause: string | null;
};

const page = 500;

async function fillCauses(db: Kysely<{ builds: FailedRow }>): Promise<void> {
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
      const { key } = causeOf(state.failure);
      await db.updateTable('builds').set({ cause: key }).where('id', '=', id).execute();
    }
    const last = rows.at(-1);
    if (last === undefined) return;
    after = last.id;
  }
}
