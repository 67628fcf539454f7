import type { BuildId, BuildState, BuildStateName } from '../domain/build-state.ts';
import type { Failure } from '../domain/failure.ts';
import type { AttemptOutcome } from '../domain/outcome.ts';
import type { AttemptId, AttemptPlan } from '../domain/plan.ts';
import type { PublisherName } from '../domain/publisher.ts';
import type { ProjectName, Release, Version } from '../domain/release.ts';
import type { Sha256 } from '../domain/sha256.ts';
import type { Flavour, Platform, TargetName } from '../domain/target.ts';

/** What the catalogue keeps. */

export type Build = {
  readonly id: BuildId;
  readonly release: Release;
  readonly sdist: Sha256;
  readonly target: TargetName;
  readonly state: BuildState;
  /** Smaller is sooner; 0 is what people wait for. */
  readonly priority: number;
  readonly requestedBy: string;
  readonly createdAt: number;
  /** When it came into its state. */
  readonly changedAt: number;
  /** How many attempts it has had. */
  readonly attempts: number;
  /** How many of them it had when it was last asked for again: the rest are those of the present try. */
  readonly earlierAttempts: number;
};

export type Attempt = {
  readonly id: AttemptId;
  readonly build: BuildId;
  readonly plan: AttemptPlan;
  readonly platform: Platform;
  readonly createdAt: number;
  /** Null while nothing has come back. */
  readonly outcome: AttemptOutcome | null;
  readonly endedAt: number | null;
};

/** A file of the served index. */
export type IndexFile = {
  /** The node of the index tree that it lies in. */
  readonly node: string;
  readonly project: ProjectName;
  readonly version: Version;
  readonly filename: string;
  readonly sha256: Sha256;
  readonly sizeBytes: number;
  readonly requiresPython: string | null;
  readonly metadataSha256: Sha256;
  readonly publishedAt: number;
  /** Null: it was not built here, but uploaded ready-made by whom `uploadedBy` says. */
  readonly build: BuildId | null;
  readonly uploadedBy: string | null;
  /** Why it was taken back (PEP 592), maybe without a word; null: it was not. */
  readonly yanked: string | null;
};

/** What is to be known of a project as a whole (PEP 792). */
export type ProjectStatus = {
  readonly status: (typeof projectStatusNames)[number];
  readonly reason: string | null;
};

export const projectStatusNames = ['active', 'archived', 'quarantined', 'deprecated'] as const;

/** An image that was seen on a worker. */
export type ImageRecord = {
  readonly target: TargetName;
  readonly flavour: Flavour;
  readonly osPackages: readonly string[];
  readonly identity: Sha256;
  readonly factsBlob: Sha256;
  readonly recordedAt: number;
};

/** A build in short. */
export type BuildSummary = {
  readonly id: BuildId;
  readonly project: ProjectName;
  readonly version: Version;
  readonly target: TargetName;
  readonly state: BuildStateName;
  /** Of a failed build the key of `domain/failure-cause.ts`. */
  readonly cause: string | null;
  readonly requestedBy: string;
  readonly changedAt: number;
};

export type BuildFilter = {
  readonly project?: ProjectName;
  readonly target?: TargetName;
  readonly states?: readonly BuildStateName[];
  /** Only builds that failed of this; see `domain/failure-cause.ts`. */
  readonly cause?: string;
  /** Only builds with a smaller id: the next page of a listing that runs from new to old. */
  readonly before?: BuildId;
  /** At most 500. */
  readonly limit: number;
};

/** Builds that failed of the same. */
export type FailureCluster = {
  /** The key of `domain/failure-cause.ts`. */
  readonly cause: string;
  readonly sentence: string;
  /** Of the newest of them. */
  readonly failure: Failure;
  readonly count: number;
  readonly newestAt: number;
  /** The newest builds of them, at most 5. */
  readonly samples: readonly Build[];
};

/** `upload:<node>`: ready-made wheels and sdists for one node of the index tree; `upload`: for every one. */
export type TokenScope = (typeof tokenScopes)[number] | `upload:${string}`;

export const tokenScopes = ['build', 'upload', 'worker', 'admin'] as const;

export type Token = {
  readonly id: number;
  readonly name: string;
  readonly scopes: readonly TokenScope[];
  readonly createdAt: number;
  readonly lastUsedAt: number | null;
};

/** A file on its way to a publisher; one for each publisher, node and file name. */
export type OutboxEntry = {
  readonly id: number;
  readonly publisher: PublisherName;
  /** The node of the farm's index that it stands in, or `sdists`. */
  readonly node: string;
  readonly filename: string;
  readonly release: Release;
  readonly sha256: Sha256;
  /** The wheel whose METADATA describes the file: itself, or the one that was built of the sdist. */
  readonly wheel: Sha256;
  readonly enteredAt: number;
  readonly state: OutboxState;
};

/*
 *   published ──► pending ──► sent
 *                  ▲  │ └───► refused
 *      not yet ────┘  └─ try ─┘ │
 *                  ▲────────────┘ retry, resync
 */
export type OutboxState =
  /** `tries`: how many were begun; over 0, one may have come through unseen. `problem`: what became of the last. */
  | {
      readonly name: 'pending';
      readonly tries: number;
      readonly notBefore: number;
      readonly problem: string | null;
    }
  | { readonly name: 'sent'; readonly at: number }
  /** `words`: the index's own, bounded. */
  | { readonly name: 'refused'; readonly words: string; readonly at: number };

export type OutboxCounts = {
  readonly pending: number;
  readonly refused: number;
  readonly oldestPendingAt: number | null;
};

/** How an upstream's page of a project was found last. */
export type WatchedProject = {
  readonly upstream: string;
  readonly project: ProjectName;
  readonly etag: string | null;
  readonly serial: number | null;
  /** What was wanted of it then. */
  readonly rules: string;
  readonly lookedAt: number;
  /** When to look next. */
  readonly dueAt: number;
  /** The oldest event that is not seen to yet. */
  readonly eventAt: number | null;
  /** What was wrong; how often in a row. */
  readonly problem: string | null;
  readonly faults: number;
};

export type WatchedRelease = {
  readonly upstream: string;
  readonly project: ProjectName;
  readonly version: Version;
  readonly seenAt: number;
  /** `removed`: was there once, and is no longer on the page. */
  readonly state: 'taken' | 'refused' | 'removed';
  readonly isYanked: boolean;
  /** Why it was refused. */
  readonly words: string | null;
  /** When its first file came into the index; null: none has yet. */
  readonly indexedAt: number | null;
};
