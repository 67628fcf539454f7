import type { Generated, Selectable } from 'kysely';
import type { BuildId } from '../domain/build-state.ts';
import type {
  BuildResult,
  CampaignEvent,
  CampaignId,
  CampaignProgress,
  CampaignState,
} from '../domain/campaign.ts';
import type { ProjectName, Version } from '../domain/release.ts';
import type { Sha256 } from '../domain/sha256.ts';
import type { TargetName } from '../domain/target.ts';
import type { IndexFileRow } from './schema.ts';
import type { StoredJson } from './stored-json.ts';

export type CampaignTable = {
  readonly id: Generated<CampaignId>;
  readonly cause: string;
  readonly target: TargetName;
  readonly owner: string;
  readonly created_at: number;
  readonly state: CampaignState;
  readonly ended_at: number | null;
  readonly atomic: number;
  readonly held_at: number | null;
};

export type CampaignBuildRow = {
  readonly campaign: CampaignId;
  readonly place: number;
  readonly project: ProjectName;
  readonly version: Version;
  readonly sdist: Sha256;
  readonly build: BuildId | null;
  readonly expected_milliseconds: number;
  readonly requires: StoredJson<readonly number[]>;
  readonly result_before: StoredJson<BuildResult> | null;
  readonly progress: CampaignProgress['name'];
  readonly progress_facts: StoredJson<CampaignProgress>;
};

/** What a campaign will publish, in the words of `index_files`. */
export type HeldFileRow = Omit<IndexFileRow, 'build'> & {
  readonly campaign: CampaignId;
  readonly build: BuildId;
};

/** That a channel has told of a campaign. */
export type CampaignTellingRow = {
  readonly campaign: CampaignId;
  readonly channel: string;
  readonly event: CampaignEvent;
  readonly told_at: number;
};

export type CampaignRow = Selectable<CampaignTable>;
