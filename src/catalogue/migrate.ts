import type { Kysely } from 'kysely';
import { DEFAULT_MIGRATION_TABLE, Migrator, type Migration } from 'kysely/migration';
import { learnedRecipes } from './migrations/0002-learned-recipes.ts';
import { firstTables } from './migrations/0001-first-tables.ts';
import { failureCauses } from './migrations/0003-failure-causes.ts';
import { waitingReason } from './migrations/0004-waiting-reason.ts';
import { indexOfAnybody } from './migrations/0005-index-of-anybody.ts';
import { fileIndexes } from './migrations/0006-file-indexes.ts';
import { failedInputs } from './migrations/0007-failed-inputs.ts';
import { outboxTables } from './migrations/0008-outbox.ts';
import { fileIndexOrders } from './migrations/0009-file-index-orders.ts';
import { upstreamTables } from './migrations/0010-upstreams.ts';
import { refreshTable } from './migrations/0011-refreshes.ts';
import { unfinishedByRequester } from './migrations/0012-unfinished-by-requester.ts';
import { learnedRequirements } from './migrations/0013-learned-requirements.ts';
import { sessions } from './migrations/0014-sessions.ts';
import { campaignTables } from './migrations/0015-campaigns.ts';
import { campaignNotices } from './migrations/0016-campaign-notices.ts';
import { changelogSerials } from './migrations/0017-changelog-serials.ts';
import { buildMoves } from './migrations/0018-build-moves.ts';
import { refreshLogs } from './migrations/0019-refresh-logs.ts';
import { search } from './migrations/0020-search.ts';
import { workRecords } from './migrations/0021-work-records.ts';
import { fileIndexSizes } from './migrations/0022-file-index-sizes.ts';
import { heldFiles } from './migrations/0023-held-files.ts';
import { failuresByProject } from './migrations/0024-failures-by-project.ts';
import { retiredFiles } from './migrations/0025-retired-files.ts';
import type { Schema } from './schema.ts';

/** In the order of their names. One that was released is never changed: another follows it. */
const migrations: Readonly<Record<string, Migration>> = {
  '0001-first-tables': firstTables,
  '0002-learned-recipes': learnedRecipes,
  '0003-failure-causes': failureCauses,
  '0004-waiting-reason': waitingReason,
  '0005-index-of-anybody': indexOfAnybody,
  '0006-file-indexes': fileIndexes,
  '0007-failed-inputs': failedInputs,
  '0008-outbox': outboxTables,
  '0009-file-index-orders': fileIndexOrders,
  '0010-upstreams': upstreamTables,
  '0011-refreshes': refreshTable,
  '0012-unfinished-by-requester': unfinishedByRequester,
  '0013-learned-requirements': learnedRequirements,
  '0014-sessions': sessions,
  '0015-campaigns': campaignTables,
  '0016-campaign-notices': campaignNotices,
  '0017-changelog-serials': changelogSerials,
  '0018-build-moves': buildMoves,
  '0019-refresh-logs': refreshLogs,
  '0020-search': search,
  '0021-work-records': workRecords,
  '0022-file-index-sizes': fileIndexSizes,
  '0023-held-files': heldFiles,
  '0024-failures-by-project': failuresByProject,
  '0025-retired-files': retiredFiles,
};

/** Brings the tables to what this program knows; all or nothing. Refuses what a newer program has left. */
export async function migrate(database: Kysely<Schema>): Promise<void> {
  const unknown = (await listApplied(database)).filter((name) => migrations[name] === undefined);
  if (unknown.length > 0) {
    throw new Error(
      `it was written by a newer Wheelyard (migrations unknown here: ${unknown.join(', ')}); start that one, or go back to a backup`,
    );
  }
  const migrator = new Migrator({
    db: database,
    provider: { getMigrations: async () => ({ ...migrations }) },
  });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) throw error;
}

async function listApplied(database: Kysely<Schema>): Promise<readonly string[]> {
  const tables = await database.introspection.getTables({ withInternalKyselyTables: true });
  if (!tables.some((table) => table.name === DEFAULT_MIGRATION_TABLE)) return [];
  const rows = await database
    .withTables<{ [DEFAULT_MIGRATION_TABLE]: { name: string } }>()
    .selectFrom(DEFAULT_MIGRATION_TABLE)
    .select('name')
    .execute();
  return rows.map((row) => row.name);
}
