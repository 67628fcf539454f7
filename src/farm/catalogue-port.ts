import type { WatchRecords } from './watch-port.ts';
import type { BuildMoves } from './build-move-port.ts';
import type { Campaigns } from './campaign-port.ts';
import type { Outbox } from './outbox-port.ts';
import type { TargetFigures } from './target-figures-port.ts';
import type { Retention } from './retention-port.ts';
import type { Refreshes } from './refresh-port.ts';
import type { Projects } from './project-port.ts';
import type { Search } from './search-port.ts';
import type { WorkRecords } from './work-record-port.ts';
import type {
  Attempt,
  Build,
  BuildFilter,
  BuildSummary,
  FailureCluster,
  ImageRecord,
  IndexFile,
  ProjectStatus,
  Token,
  TokenScope,
} from './records.ts';
import type { BuildId, BuildState, BuildStateName } from '../domain/build-state.ts';
import type { FileIndex, FileIndexOrder, IndexEntry, Provider } from '../domain/file-index.ts';
import type { LearnedRecipe } from '../domain/learned-recipe.ts';
import type { Missing } from '../domain/missing.ts';
import type { AttemptOutcome } from '../domain/outcome.ts';
import type { AttemptId, AttemptPlan } from '../domain/plan.ts';
import type { ProjectName, Release } from '../domain/release.ts';
import type { Sdist } from '../domain/sdist.ts';
import type { Sha256 } from '../domain/sha256.ts';
import type { Flavour, Platform, TargetName } from '../domain/target.ts';
import type { WheelFacts } from '../domain/wheel.ts';

/** The truth. Each method is one transaction. */
export interface Catalogue
  extends
    Outbox,
    WatchRecords,
    Refreshes,
    Retention,
    Campaigns,
    BuildMoves,
    Search,
    Projects,
    WorkRecords,
    TargetFigures {
  /** Keeps an sdist; `conflict` when the release is known by another hash. */
  addSdist(
    sdist: Sdist,
    at: number,
  ): Promise<{ kind: 'added' | 'known' } | { kind: 'conflict'; other: Sha256 }>;
  findSdist(sha256: Sha256): Promise<Sdist | null>;
  findSdistOf(release: Release): Promise<Sdist | null>;
  /** Every release of a project that the farm has the sdist of, in no order. */
  listSdistsOf(project: ProjectName): Promise<readonly Sdist[]>;

  /** The build of this sdist on this target, made if there is none. */
  addBuild(
    build: Pick<Build, 'release' | 'sdist' | 'target' | 'state' | 'priority' | 'requestedBy'>,
    at: number,
  ): Promise<{ build: Build; isNew: boolean }>;
  findBuild(id: BuildId): Promise<Build | null>;
  listBuilds(filter: BuildFilter): Promise<readonly Build[]>;
  /** The newest build of each project and target, by project, of so many projects behind `after`. */
  listNewestBuilds(page: { after: ProjectName | null; projects: number }): Promise<readonly BuildSummary[]>;
  /** Calls back after each change to a build or its attempts; returns how to stop that. */
  onBuildChange(listener: (id: BuildId) => void): () => void;
  /** Causes that builds failed of, those of most builds first, at most `limit` (100); one look whatever the history. */
  listFailureClusters(page: { limit: number }): Promise<readonly FailureCluster[]>;
  countBuilds(): Promise<Readonly<Record<BuildStateName, number>>>;
  /** Moves a build if it still is in the state named `from`; false when somebody was quicker. Refuses a move that the state machine lacks. */
  moveBuild(
    id: BuildId,
    /** `priority`: of a build that begins anew; without it, it keeps its own. */
    move: { from: BuildStateName; to: BuildState; at: number; priority?: number },
  ): Promise<boolean>;
  /** Every build that is not final, oldest first by priority, at most `limit`, from `after` on. */
  listUnfinishedBuilds(page: { after: BuildId | null; limit: number }): Promise<readonly Build[]>;
  /** How many builds that were requested by this name are not final. */
  countUnfinishedBuilds(requestedBy: string): Promise<number>;
  /** Builds in state `queued` without an attempt, by priority, oldest first. */
  listUnplannedBuilds(limit: number): Promise<readonly Build[]>;
  /** Builds in state `waiting` on this one. */
  listWaitingOn(id: BuildId): Promise<readonly Build[]>;

  /** Gives the build its next attempt and moves it to `state` in one step; null when it has left the state `from`. */
  addAttempt(
    build: BuildId,
    step: {
      from: BuildStateName;
      plan: (id: AttemptId) => AttemptPlan;
      state: (id: AttemptId) => BuildState;
      platform: Platform;
      at: number;
    },
  ): Promise<Attempt | null>;
  findAttempt(id: AttemptId): Promise<Attempt | null>;
  listAttempts(build: BuildId): Promise<readonly Attempt[]>;
  /** The first outcome of an attempt stays; false when there was one. */
  endAttempt(id: AttemptId, outcome: AttemptOutcome, at: number): Promise<boolean>;

  /** `build`: null for one that was uploaded ready-made. */
  addWheel(wheel: WheelFacts, build: BuildId | null, at: number): Promise<void>;
  findWheel(sha256: Sha256): Promise<WheelFacts | null>;
  /** Puts a file into an index node: `taken` when the name stands there with another hash. */
  publishFile(file: IndexFile): Promise<'published' | 'known' | 'taken'>;
  /** Files of a project in any of the nodes, newest version last. */
  listFiles(query: { nodes: readonly string[]; project: ProjectName }): Promise<readonly IndexFile[]>;
  listProjects(nodes: readonly string[]): Promise<readonly ProjectName[]>;
  findFile(sha256: Sha256, filename: string): Promise<IndexFile | null>;
  /** The file of that name in this very node. */
  findFileIn(node: string, filename: string): Promise<IndexFile | null>;
  /** Takes a file of a node back for a reason, or (null) takes that back; false when the node has no such file. */
  yankFile(file: { node: string; filename: string }, reason: string | null): Promise<boolean>;
  /** The same for all that inherit the node, unless a nearer one says otherwise. */
  setProjectStatus(of: { node: string; project: ProjectName }, status: ProjectStatus): Promise<void>;
  /** What the first of the nodes that says something says of a project. */
  findProjectStatus(query: { nodes: readonly string[]; project: ProjectName }): Promise<ProjectStatus | null>;
  /** Calls back after each change to what indexes show of a project. */
  onIndexChange(listener: (change: { node: string; project: ProjectName }) => void): void;

  /** Keeps that a worker had this image; the same image twice is one row. `factsBlob`: ImageFacts as JSON. */
  recordImage(image: ImageRecord): Promise<{ isNew: boolean }>;
  /** The plain image (no added OS packages) that was recorded last. */
  findLatestImage(target: TargetName, flavour: Flavour): Promise<ImageRecord | null>;

  /**
   * Keeps a target's index and forgets the one before it, which counts until the new one is whole and stays when `entries`
   * fail. Not one transaction: others get their turns meanwhile. Fails when a file's package is nowhere described.
   */
  keepFileIndex(index: FileIndex, entries: AsyncIterable<IndexEntry>): Promise<void>;
  findFileIndex(target: TargetName): Promise<FileIndex | null>;
  /** Keeps which build makes the target's index, or, with `failedAt`, that it could not. */
  keepFileIndexOrder(order: FileIndexOrder): Promise<void>;
  findFileIndexOrder(target: TargetName): Promise<FileIndexOrder | null>;
  /** For each thing looked for, in order, all that provide it, unranked, at most 200 each. Empty without an index. */
  findProviders(
    target: TargetName,
    wanted: readonly Missing[],
  ): Promise<readonly { readonly missing: Missing; readonly providers: readonly Provider[] }[]>;
  /** What the target's distribution builds this project with; empty where it does not. */
  findBuildDepends(target: TargetName, project: ProjectName): Promise<readonly string[]>;

  /** Keeps what was learned of a project on a target, instead of what was known. */
  keepLearnedRecipe(recipe: LearnedRecipe): Promise<void>;
  /** What was learned of a project, on every target. */
  listLearnedRecipesOf(project: ProjectName): Promise<readonly LearnedRecipe[]>;
  /** By project and target, at most `limit`. */
  listLearnedRecipes(page: {
    after: Pick<LearnedRecipe, 'project' | 'target'> | null;
    limit: number;
  }): Promise<readonly LearnedRecipe[]>;

  /** On one target, or on all where none is named; returns how many there were. */
  forgetLearnedRecipes(project: ProjectName, target: TargetName | null): Promise<number>;

  addToken(token: { name: string; scopes: readonly TokenScope[]; hash: Sha256; at: number }): Promise<Token>;
  findToken(hash: Sha256): Promise<Token | null>;
  listTokens(): Promise<readonly Token[]>;
  /** Keeps that a browser has shown a token, and forgets the sessions that are over. */
  addSession(session: { hash: Sha256; token: number; at: number; expiresAt: number }): Promise<void>;
  /** The token of a session that is not over. */
  findSession(hash: Sha256, now: number): Promise<Token | null>;
  removeSession(hash: Sha256): Promise<void>;
  removeToken(id: number): Promise<boolean>;
  touchToken(id: number, at: number): Promise<void>;
}
