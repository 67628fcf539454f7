import { sql, type Kysely } from 'kysely';
import type { Campaign, CampaignBuild } from '../domain/campaign.ts';
import type { Catalogue } from '../farm/catalogue-port.ts';
import type { CampaignBuildRow, CampaignRow } from './campaign-tables.ts';
import type { Schema } from './schema.ts';
import { readJson, writeJson } from './stored-json.ts';

type CampaignStatements = Pick<
  Catalogue,
  | 'addCampaign'
  | 'findCampaign'
  | 'listCampaigns'
  | 'listOpenCampaigns'
  | 'listCampaignBuilds'
  | 'moveCampaign'
  | 'moveCampaignBuild'
>;

/** SQLite binds a bounded number of values in one statement. */
const rowsAtOnce = 500;

export const campaignStatements = (database: Kysely<Schema>): CampaignStatements => ({
  addCampaign: ({ cause, target, owner, atomic }, { builds, at }) =>
    database.transaction().execute(async (transaction) => {
      const row = await transaction
        .insertInto('campaigns')
        .values({
          cause,
          target,
          owner,
          atomic: atomic ? 1 : 0,
          created_at: at,
          state: 'running',
          ended_at: null,
          held_at: null,
        })
        .returningAll()
        .executeTakeFirstOrThrow();
      for (let first = 0; first < builds.length; first += rowsAtOnce) {
        const rows = builds
          .slice(first, first + rowsAtOnce)
          .map((build) => ({ campaign: row.id, ...writeBuild(build) }));
        await transaction.insertInto('campaign_builds').values(rows).execute();
      }
      return readCampaign(row);
    }),

  findCampaign: async (id) => {
    const row = await database.selectFrom('campaigns').selectAll().where('id', '=', id).executeTakeFirst();
    return row ? readCampaign(row) : null;
  },

  listCampaigns: async (limit) => {
    const rows = await database
      .selectFrom('campaigns')
      .selectAll()
      .orderBy('id', 'desc')
      .limit(limit)
      .execute();
    if (rows.length === 0) return [];
    const counted = await database
      .selectFrom('campaign_builds')
      .select((select) => ['campaign', 'progress', select.fn.countAll<number>().as('builds')])
      .where(
        'campaign',
        'in',
        rows.map(({ id }) => id),
      )
      .groupBy(['campaign', 'progress'])
      .execute();
    return rows.map((row) => {
      const of = (name: CampaignBuildRow['progress']): number =>
        counted.find(({ campaign, progress }) => campaign === row.id && progress === name)?.builds ?? 0;
      return {
        ...readCampaign(row),
        progress: { pending: of('pending'), begun: of('begun'), held: of('held'), over: of('over') },
      };
    });
  },

  listOpenCampaigns: async () => {
    const rows = await database
      .selectFrom('campaigns')
      .selectAll()
      .where((where) =>
        where.or([
          // As literals: SQLite uses the index of open campaigns only for the very condition that the index has.
          sql<boolean>`state in ('running', 'paused', 'held', 'publishing')`,
          where.and([
            where('state', '=', 'cancelled'),
            where('atomic', '=', 1),
            where(
              'id',
              'in',
              where
                .selectFrom('campaign_builds')
                .select('campaign')
                .where(sql<boolean>`progress in ('begun', 'held')`),
            ),
          ]),
        ]),
      )
      .orderBy('id')
      .execute();
    return rows.map(readCampaign);
  },

  listCampaignBuilds: async (id) => {
    const rows = await database
      .selectFrom('campaign_builds')
      .selectAll()
      .where('campaign', '=', id)
      .orderBy('place')
      .execute();
    return rows.map(readBuild);
  },

  moveCampaign: async (id, { from, to, at }) => {
    const isEnd = to === 'over' || to === 'cancelled';
    const moved = await database
      .updateTable('campaigns')
      .set({ state: to, ...(isEnd && { ended_at: at }), ...(to === 'held' && { held_at: at }) })
      .where('id', '=', id)
      .where('state', 'in', from)
      .executeTakeFirst();
    return moved.numUpdatedRows === 1n;
  },

  moveCampaignBuild: async ({ campaign, place }, { build, progress }) => {
    await database
      .updateTable('campaign_builds')
      .set({ build, progress: progress.name, progress_facts: writeJson(progress) })
      .where('campaign', '=', campaign)
      .where('place', '=', place)
      .execute();
  },
});

export const readCampaign = (row: CampaignRow): Campaign => ({
  id: row.id,
  cause: row.cause,
  target: row.target,
  owner: row.owner,
  createdAt: row.created_at,
  state: row.state,
  atomic: row.atomic === 1,
  endedAt: row.ended_at,
});

export const writeBuild = (build: CampaignBuild): Omit<CampaignBuildRow, 'campaign'> => ({
  place: build.place,
  project: build.release.project,
  version: build.release.version,
  sdist: build.sdist,
  build: build.build,
  expected_milliseconds: build.expectedMilliseconds,
  requires: writeJson(build.requires),
  result_before: build.before === null ? null : writeJson(build.before),
  progress: build.progress.name,
  progress_facts: writeJson(build.progress),
});

const readBuild = (row: CampaignBuildRow): CampaignBuild => ({
  place: row.place,
  release: { project: row.project, version: row.version },
  sdist: row.sdist,
  build: row.build,
  expectedMilliseconds: row.expected_milliseconds,
  requires: readJson(row.requires),
  before: row.result_before === null ? null : readJson(row.result_before),
  progress: readJson(row.progress_facts),
});
