import { campaignMoves, type Campaign, type CampaignAction, type CampaignId } from '../domain/campaign.ts';
import { bad, ok, type Result } from '../domain/result.ts';
import type { Catalogue } from './catalogue-port.ts';
import type { Clock } from './ports.ts';

export type CampaignProblem =
  | { readonly kind: 'no-such-campaign' }
  | { readonly kind: 'not-possible'; readonly campaign: Campaign };

/** Pauses, resumes, cancels; of a held one publishes what is good or retries the rest. The scheduler does what follows. */
export async function changeCampaign(
  farm: { readonly catalogue: Catalogue; readonly clock: Clock },
  { id, action }: { readonly id: CampaignId; readonly action: CampaignAction },
): Promise<Result<Campaign, CampaignProblem>> {
  const { catalogue } = farm;
  const moved =
    action === 'retry'
      ? await catalogue.retryCampaign(id)
      : await catalogue.moveCampaign(id, { ...campaignMoves[action], at: farm.clock() });
  const campaign = await catalogue.findCampaign(id);
  if (campaign === null) return bad({ kind: 'no-such-campaign' });
  return moved ? ok(campaign) : bad({ kind: 'not-possible', campaign });
}
