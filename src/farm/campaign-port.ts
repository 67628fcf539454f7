import type { BuildId } from '../domain/build-state.ts';
import type {
  Campaign,
  CampaignBuild,
  CampaignId,
  CampaignProgress,
  CampaignState,
} from '../domain/campaign.ts';

/** What the catalogue knows of campaigns. */
export interface Campaigns {
  addCampaign(
    campaign: Pick<Campaign, 'cause' | 'target' | 'owner'>,
    begun: { readonly builds: readonly CampaignBuild[]; readonly at: number },
  ): Promise<Campaign>;
  findCampaign(id: CampaignId): Promise<Campaign | null>;
  /** Newest first, at most `limit`, with how far each is. */
  listCampaigns(limit: number): Promise<readonly (Campaign & { readonly progress: CampaignCounts })[]>;
  /** Running and paused ones, oldest first. */
  listOpenCampaigns(): Promise<readonly Campaign[]>;
  /** Those that were over after `since` and whose end was not told, oldest first. */
  listUntoldCampaigns(of: { readonly since: number }): Promise<readonly Campaign[]>;
  markCampaignTold(id: CampaignId, at: number): Promise<void>;
  /** In their order. */
  listCampaignBuilds(id: CampaignId): Promise<readonly CampaignBuild[]>;
  /** False when the campaign has left the states `from`. */
  moveCampaign(
    id: CampaignId,
    move: { readonly from: readonly CampaignState[]; readonly to: CampaignState; readonly at: number },
  ): Promise<boolean>;
  moveCampaignBuild(
    place: { readonly campaign: CampaignId; readonly place: number },
    to: { readonly build: BuildId | null; readonly progress: CampaignProgress },
  ): Promise<void>;
}

export type CampaignCounts = Readonly<Record<CampaignProgress['name'], number>>;
