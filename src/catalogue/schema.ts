import type { Generated, Selectable } from 'kysely';
import type { BuildId, BuildState, BuildStateName } from '../domain/build-state.ts';
import type { LearnedPackage } from '../domain/learned-recipe.ts';
import type { AttemptOutcome } from '../domain/outcome.ts';
import type { AttemptId, AttemptPlan } from '../domain/plan.ts';
import type { ProjectName, Version } from '../domain/release.ts';
import type { SdistFacts } from '../domain/sdist.ts';
import type { Sha256 } from '../domain/sha256.ts';
import type { Flavour, Platform, TargetName } from '../domain/target.ts';
import type { WheelFacts } from '../domain/wheel.ts';
import type { ProjectStatus, TokenScope } from '../farm/records.ts';
import type { BuildMoveTable } from './build-moves.ts';
import type { CampaignBuildRow, CampaignTable, CampaignTellingRow, HeldFileRow } from './campaign-tables.ts';
import type {
  FileIndexOrderTable,
  FileIndexTable,
  FileIndexPackageTable,
  FileIndexFileTable,
  FileIndexSourceTable,
} from './file-index-tables.ts';
import type { OutboxTable, PublicationTable, PublisherFeedTable } from './outbox-tables.ts';
import type { RetiredFileRow } from './retired-files.ts';
import type { RefreshTable } from './refresh-tables.ts';
import type {
  ChangelogSerialRow,
  WatchedProjectRow,
  WatchedReleaseRow,
  WatchListTable,
} from './watched-tables.ts';
import type { BuildTimeTable, HourlyResultTable } from './work-tables.ts';
import type { StoredJson } from './stored-json.ts';

/** The tables as the newest migration leaves them. Times are milliseconds since 1970. */
export type Schema = {
  readonly sdists: SdistTable;
  readonly builds: BuildTable;
  readonly build_moves: BuildMoveTable;
  readonly attempts: AttemptTable;
  readonly build_times: BuildTimeTable;
  readonly hourly_results: HourlyResultTable;
  readonly wheels: WheelTable;
  readonly index_files: IndexFileTable;
  readonly index_projects: IndexProjectTable;
  readonly project_statuses: ProjectStatusTable;
  /** Every project that an sdist or a file was ever kept of; triggers fill it. */
  readonly projects: { readonly id: Generated<number>; readonly name: ProjectName };
  readonly publications: PublicationTable;
  readonly publisher_feeds: PublisherFeedTable;
  readonly outbox: OutboxTable;
  readonly watch_lists: WatchListTable;
  readonly watched_projects: WatchedProjectRow;
  readonly watched_releases: WatchedReleaseRow;
  readonly changelog_serials: ChangelogSerialRow;
  readonly images: ImageTable;
  readonly refreshes: RefreshTable;
  readonly campaigns: CampaignTable;
  readonly campaign_builds: CampaignBuildRow;
  readonly held_files: HeldFileRow;
  readonly retired_files: RetiredFileRow;
  readonly campaign_tellings: CampaignTellingRow;
  readonly tokens: TokenTable;
  readonly sessions: SessionTable;
  readonly file_index_orders: FileIndexOrderTable;
  readonly learned_recipes: LearnedRecipeTable;
  readonly file_indexes: FileIndexTable;
  readonly file_index_packages: FileIndexPackageTable;
  readonly file_index_folders: {
    readonly file_index: number;
    readonly folder: number;
    readonly path: string;
  };
  readonly file_index_files: FileIndexFileTable;
  readonly file_index_sources: FileIndexSourceTable;
};

/** Sdists that were taken in before the farm looked for hints have none. */
type StoredSdistFacts = Omit<SdistFacts, 'hints' | 'requiresDist'> &
  Partial<Pick<SdistFacts, 'hints' | 'requiresDist'>>;

type SdistTable = {
  readonly sha256: Sha256;
  readonly project: ProjectName;
  readonly version: Version;
  readonly filename: string;
  readonly size_bytes: number;
  readonly facts: StoredJson<StoredSdistFacts>;
  readonly added_at: number;
};

type BuildTable = {
  readonly id: Generated<BuildId>;
  readonly project: ProjectName;
  readonly version: Version;
  readonly sdist: Sha256;
  readonly target: TargetName;
  /** The state's name, and the state in full. */
  readonly state: BuildStateName;
  readonly state_facts: StoredJson<BuildState>;
  /** The attempt that the state names, and the build that a waiting one waits on. */
  readonly attempt: AttemptId | null;
  readonly waiting_on: BuildId | null;
  /** Of a failed build what `domain/failure-cause.ts` calls the key of its cause. */
  readonly cause: string | null;
  readonly priority: number;
  readonly requested_by: string;
  readonly created_at: number;
  readonly changed_at: number;
  /** How many attempts it has; the newest has this number. */
  readonly attempts: Generated<number>;
  /** How many it had when it was last asked for again. */
  readonly earlier_attempts: Generated<number>;
};

type AttemptTable = {
  readonly id: AttemptId;
  readonly build: BuildId;
  readonly number: number;
  readonly plan: StoredJson<AttemptPlan>;
  readonly platform: Platform;
  readonly created_at: number;
  readonly outcome: StoredJson<AttemptOutcome> | null;
  readonly ended_at: number | null;
  /** Who carried it out; null while nobody has. */
  readonly worker: string | null;
};

type WheelTable = {
  readonly sha256: Sha256;
  /** Null: it was uploaded ready-made. */
  readonly build: BuildId | null;
  readonly facts: StoredJson<WheelFacts>;
  readonly added_at: number;
};

type IndexFileTable = {
  readonly node: string;
  readonly filename: string;
  readonly project: ProjectName;
  readonly version: Version;
  readonly sha256: Sha256;
  readonly size_bytes: number;
  readonly requires_python: string | null;
  readonly metadata_sha256: Sha256;
  readonly published_at: number;
  /** One of both is null. */
  readonly build: BuildId | null;
  readonly uploaded_by: string | null;
  /** Why it was taken back; null: it was not. */
  readonly yanked: string | null;
};

/** What is in `index_files`, said once a project: naming the projects must not read every file. */
type IndexProjectTable = { readonly node: string; readonly project: ProjectName };

type ProjectStatusTable = ProjectStatus & { readonly node: string; readonly project: ProjectName };

type ImageTable = {
  readonly target: TargetName;
  readonly flavour: Flavour;
  readonly os_packages: StoredJson<readonly string[]>;
  readonly identity: Sha256;
  readonly facts_blob: Sha256;
  readonly recorded_at: number;
};

type SessionTable = {
  readonly hash: Sha256;
  readonly token: number;
  readonly expires_at: number;
};

type TokenTable = {
  readonly id: Generated<number>;
  readonly name: string;
  readonly scopes: StoredJson<readonly TokenScope[]>;
  readonly hash: Sha256;
  readonly created_at: number;
  readonly last_used_at: number | null;
};

type LearnedRecipeTable = {
  readonly project: ProjectName;
  readonly target: TargetName;
  readonly packages: StoredJson<readonly LearnedPackage[]>;
  readonly extra_requires: StoredJson<readonly string[]>;
  readonly loosened: StoredJson<readonly ProjectName[]>;
  readonly lowest: Version;
  readonly highest: Version;
  readonly build: BuildId;
  readonly attempts: number;
  readonly learned_at: number;
};

export type SdistRow = Selectable<SdistTable>;
export type BuildRow = Selectable<BuildTable>;
export type AttemptRow = Selectable<AttemptTable>;
export type IndexFileRow = Selectable<IndexFileTable>;
export type LearnedRecipeRow = Selectable<LearnedRecipeTable>;
export type TokenRow = Selectable<TokenTable>;
