import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Whether the end of a campaign was told. */
export const campaignNotices: Migration = {
  up: async (db: Kysely<unknown>) => {
    await db.schema.alterTable('campaigns').addColumn('told_at', 'integer').execute();
  },
};
