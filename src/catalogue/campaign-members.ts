import type { Kysely } from 'kysely';
import { isGood, resultOf } from '../domain/campaign.ts';
import type { Catalogue } from '../farm/catalogue-port.ts';
import { readBuild } from './build-row.ts';
import { writeBuild } from './campaigns.ts';
import type { Schema } from './schema.ts';
import { readJson, writeJson } from './stored-json.ts';

type MemberStatements = Pick<Catalogue, 'joinCampaign' | 'listClaims' | 'listMemberBuilds' | 'retryCampaign'>;

/** Which builds are whose: of campaigns that publish all at once, above all. */
export const campaignMemberStatements = (database: Kysely<Schema>): MemberStatements => ({
  joinCampaign: (id, build) =>
    database.transaction().execute(async (transaction) => {
      const rows = transaction.selectFrom('campaign_builds').where('campaign', '=', id);
      const known = await rows
        .select('place')
        .where((where) => where.or([where('build', '=', build.id), where('sdist', '=', build.sdist)]))
        .where((where) => where.or([where('build', 'is', null), where('build', '=', build.id)]))
        .executeTakeFirst();
      if (known) return;
      const last = await rows.select((select) => select.fn.max('place').as('place')).executeTakeFirst();
      const joined = {
        place: (last?.place ?? -1) + 1,
        release: build.release,
        sdist: build.sdist,
        build: build.id,
        // Nobody knew that it would be built.
        expectedMilliseconds: 0,
        requires: [],
        before: null,
        progress: { name: 'begun' },
      } as const;
      await transaction
        .insertInto('campaign_builds')
        .values({ campaign: id, ...writeBuild(joined) })
        .execute();
    }),

  listClaims: async (build) => {
    const rows = await database
      .selectFrom('campaign_builds')
      .innerJoin('campaigns', 'campaigns.id', 'campaign_builds.campaign')
      .select(['campaigns.id', 'campaigns.atomic'])
      .where('campaign_builds.build', '=', build)
      .where((where) =>
        where.or([
          where.and([
            where('campaigns.state', 'in', ['running', 'paused', 'held', 'publishing']),
            where('campaign_builds.progress', '!=', 'pending'),
          ]),
          where.and([
            where('campaigns.state', '=', 'cancelled'),
            where('campaigns.atomic', '=', 1),
            where('campaign_builds.progress', 'in', ['begun', 'held']),
          ]),
        ]),
      )
      .orderBy('campaigns.id')
      .execute();
    return rows.map(({ id, atomic }) => ({ id, atomic: atomic === 1 }));
  },

  listMemberBuilds: async (id) => {
    const rows = await database
      .selectFrom('campaign_builds')
      .innerJoin('builds', 'builds.id', 'campaign_builds.build')
      .selectAll('builds')
      .where('campaign_builds.campaign', '=', id)
      .execute();
    return rows.map(readBuild);
  },

  retryCampaign: (id) =>
    database.transaction().execute(async (transaction) => {
      const moved = await transaction
        .updateTable('campaigns')
        .set({ state: 'running' })
        .where('id', '=', id)
        .where('state', '=', 'held')
        .executeTakeFirst();
      if (moved.numUpdatedRows !== 1n) return false;
      const rows = await transaction
        .selectFrom('campaign_builds')
        .select(['place', 'progress_facts'])
        .where('campaign', '=', id)
        .where('progress', '=', 'over')
        .execute();
      const bad = rows.filter(({ progress_facts: facts }) => {
        const result = resultOf(readJson(facts));
        return result !== null && !isGood(result);
      });
      for (const { place } of bad) {
        await transaction
          .updateTable('campaign_builds')
          .set({ progress: 'pending', progress_facts: writeJson({ name: 'pending' }) })
          .where('campaign', '=', id)
          .where('place', '=', place)
          .execute();
      }
      // When it is held again, that is told again.
      await transaction
        .deleteFrom('campaign_tellings')
        .where('campaign', '=', id)
        .where('event', '=', 'campaign-held')
        .execute();
      return true;
    }),
});
