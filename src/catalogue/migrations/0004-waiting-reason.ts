import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Until here builds waited for one thing only, and their state did not say for which. */
export const waitingReason: Migration = {
  up: async (db) => {
    await sql`update builds set state_facts = json_set(state_facts, '$.reason', 'answer')
      where state = 'waiting'`.execute(db);
    await sql`update attempts set plan = json_set(plan, '$.extraRequires', json('[]'))
      where json_extract(plan, '$.kind') = 'build'`.execute(db);
  },
};
