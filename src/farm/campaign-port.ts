import type { BuildId, BuildState } from '../domain/build-state.ts';
import type {
  Campaign,
  CampaignBuild,
  CampaignEvent,
  CampaignId,
  CampaignProgress,
  CampaignState,
} from '../domain/campaign.ts';
import type { ProjectName } from '../domain/release.ts';
import type { Build, IndexFile } from './records.ts';

/** What the catalogue knows of campaigns. */
export interface Campaigns {
  addCampaign(
    campaign: Pick<Campaign, 'cause' | 'target' | 'owner' | 'atomic'>,
    begun: { readonly builds: readonly CampaignBuild[]; readonly at: number },
  ): Promise<Campaign>;
  findCampaign(id: CampaignId): Promise<Campaign | null>;
  /** Newest first, at most `limit`, with how far each is. */
  listCampaigns(limit: number): Promise<readonly (Campaign & { readonly progress: CampaignCounts })[]>;
  /** Those of which something is still to become, oldest first: also a cancelled one that is not put away. */
  listOpenCampaigns(): Promise<readonly Campaign[]>;
  /** Those that came to their end, or to be held, after `since`, and of which this channel has not told that; oldest first. */
  listUntoldCampaigns(of: { readonly channel: string; readonly since: number }): Promise<readonly Campaign[]>;
  markCampaignTold(
    id: CampaignId,
    told: { readonly channel: string; readonly event: CampaignEvent; readonly at: number },
  ): Promise<void>;
  /** Adds a build that one of the campaign's needs; it changes nothing when that is in the campaign. */
  joinCampaign(id: CampaignId, build: Build): Promise<void>;
  /** Campaigns that have begun this build and have not ended, or are not put away, oldest first. */
  listClaims(build: BuildId): Promise<readonly Pick<Campaign, 'id' | 'atomic'>[]>;
  /** The campaign's builds themselves, as far as they were begun or there before. */
  listMemberBuilds(id: CampaignId): Promise<readonly Build[]>;
  /**
   * Moves a build from `publishing` to `held` and keeps the files that it would publish; false when it has left that
   * state, or another build's file of the same name is held with another hash.
   */
  holdBuild(
    id: BuildId,
    hold: {
      readonly state: BuildState & { readonly name: 'held' };
      readonly files: readonly IndexFile[];
      readonly at: number;
    },
  ): Promise<boolean>;
  /** Files that a campaign holds, of one project in any of the nodes. */
  listHeldFiles(
    of: CampaignId,
    query: { readonly nodes: readonly string[]; readonly project: ProjectName },
  ): Promise<readonly IndexFile[]>;
  /** Publishes all that a campaign holds and ends it, in one transaction; or says whose names were taken meanwhile and does nothing. */
  publishHeld(id: CampaignId, at: number): Promise<HeldPublication>;
  /** Has a held campaign run again, with those to be begun that did not end well; false when it is not held. */
  retryCampaign(id: CampaignId): Promise<boolean>;
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

export type HeldPublication =
  | { readonly kind: 'published'; readonly builds: readonly BuildId[] }
  | { readonly kind: 'taken'; readonly builds: readonly BuildId[] }
  /** The campaign, or a build of it, is not where it was. */
  | { readonly kind: 'moved' };

export type CampaignCounts = Readonly<Record<CampaignProgress['name'], number>>;
