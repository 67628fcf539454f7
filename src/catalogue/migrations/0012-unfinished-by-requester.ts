import { sql, type Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Each request for an absent project may count what is unfinished of its requester, however long the queue is. */
export const unfinishedByRequester: Migration = {
  up: async (db: Kysely<unknown>) => {
    // In the words of the query that uses it, or SQLite does not see that it fits.
    await sql`create index builds_unfinished_by on builds (requested_by, id)
      where state not in ('succeeded', 'failed', 'blocked', 'cancelled')`.execute(db);
  },
};
