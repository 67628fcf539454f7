import type { Kysely } from 'kysely';
import type { Catalogue } from '../farm/catalogue-port.ts';
import { readCampaign } from './campaigns.ts';
import type { Schema } from './schema.ts';

type TellingStatements = Pick<Catalogue, 'listUntoldCampaigns' | 'markCampaignTold'>;

export const tellingStatements = (database: Kysely<Schema>): TellingStatements => ({
  listUntoldCampaigns: async ({ channel, since }) => {
    const rows = await database
      .selectFrom('campaigns')
      .selectAll()
      .where((where) => {
        const untold = (event: 'campaign-over' | 'campaign-held') =>
          where.not(
            where.exists(
              where
                .selectFrom('campaign_tellings')
                .select('told_at')
                .whereRef('campaign_tellings.campaign', '=', 'campaigns.id')
                .where('channel', '=', channel)
                .where('event', '=', event),
            ),
          );
        return where.or([
          where.and([where('state', '=', 'over'), where('ended_at', '>', since), untold('campaign-over')]),
          where.and([where('state', '=', 'held'), where('held_at', '>', since), untold('campaign-held')]),
        ]);
      })
      .orderBy('id')
      .execute();
    return rows.map(readCampaign);
  },

  markCampaignTold: async (id, { channel, event, at }) => {
    await database
      .insertInto('campaign_tellings')
      .values({ campaign: id, channel, event, told_at: at })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  },
});
