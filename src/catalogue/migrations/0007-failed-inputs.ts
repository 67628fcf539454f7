import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Of builds that failed before, nobody noted what they were made of. */
export const failedInputs: Migration = {
  up: async (db) => {
    await sql`update builds set state_facts = json_set(state_facts, '$.inputs', null)
      where state = 'failed'`.execute(db);
  },
};
