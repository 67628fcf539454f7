import type { Readable } from 'node:stream';
import type { LogLine } from '../domain/log-line.ts';
import type { PhaseRun } from '../domain/log-outline.ts';
import type { Outcome } from '../domain/outcome.ts';
import type { AttemptId, Phase, Plan } from '../domain/plan.ts';
import type { ProjectName, Release, Version } from '../domain/release.ts';
import type { Result } from '../domain/result.ts';
import type { SdistFacts, SdistRefusal } from '../domain/sdist.ts';
import type { Sha256 } from '../domain/sha256.ts';
import type { Platform, Target, TargetName } from '../domain/target.ts';
import type { WheelFacts } from '../domain/wheel.ts';
import type { KnownWorker, WorkerHost } from '../domain/worker-report.ts';

/** What the farm needs from the world. Each port has one contract suite in `test/contracts/`. */

/** Milliseconds since 1970. */
export type Clock = () => number;

/**
 * The world is not in order: engine gone, disk of the host full, queue unreachable. Not the package's fault;
 * whoever meets it hands the work back, and it is tried again.
 */
export class Outage extends Error {
  override readonly name = 'Outage';
}

/** Files by their hash. */
export interface Blobs {
  /** Stores what the stream gives and returns its hash; nothing is kept if the stream fails or passes `limitBytes`. */
  put(
    content: Readable,
    options?: { expect?: Sha256; limitBytes?: number },
  ): Promise<{ sha256: Sha256; sizeBytes: number }>;
  /** Null when there is no such blob. `range` is inclusive, in bytes. */
  get(
    sha256: Sha256,
    range?: { start: number; end: number },
  ): Promise<{ content: Readable; sizeBytes: number } | null>;
  has(sha256: Sha256): Promise<boolean>;
}

/** Thrown by `Blobs.put` when the content is not what was promised. */
export class BlobMismatch extends Error {
  override readonly name = 'BlobMismatch';
}
export class BlobTooLarge extends Error {
  override readonly name = 'BlobTooLarge';
}

/** The side of the queue that decides (serve). */
export interface Dispatcher {
  /** Puts a plan into its platform's queue; doing so twice is doing so once. */
  dispatch(plan: Plan, options: { platform: Platform; priority: number }): Promise<void>;
  /** Where an attempt is; `unknown`: the queue has forgotten it. */
  locate(id: AttemptId, platform: Platform): Promise<'queued' | 'running' | 'ended' | 'unknown'>;
  /** Outcomes that came back and were not acknowledged, at most `limit` a platform. */
  takeEnded(limit: number): Promise<readonly EndedAttempt[]>;
  /** Forgets an attempt whose outcome is in the catalogue. */
  acknowledge(id: AttemptId, platform: Platform): Promise<void>;
  /** Takes a plan back; a worker that runs it is told to stop. */
  withdraw(id: AttemptId, platform: Platform): Promise<void>;
  /** Calls back soon after an attempt ended; a lost call costs only the time until the next look. */
  onEnded(listener: () => void): void;
  /** Calls back when a worker took an attempt; a lost call costs nothing but a state shown late. */
  onStarted(listener: (id: AttemptId) => void): void;
  countQueued(): Promise<Readonly<Record<Platform, { queued: number; running: number }>>>;
  /** Workers that hold a connection now. */
  listWorkers(): Promise<readonly { name: string; platform: Platform }[]>;
  /** The same, and those that are gone for less than an hour, with what each said last; by name. */
  describeWorkers(): Promise<readonly KnownWorker[]>;
}

export type EndedAttempt = {
  readonly id: AttemptId;
  readonly platform: Platform;
  readonly result: { kind: 'outcome'; outcome: Outcome } | { kind: 'worker-lost'; times: number };
};

/** The side of the queue that works. */
export interface WorkQueue {
  /** Runs `carryOut` for each plan, `slots` at a time. An Outage hands the plan back. Disposing waits for what runs. */
  work(options: {
    platform: Platform;
    slots: number;
    worker: string;
    carryOut: (plan: Plan, signal: AbortSignal) => Promise<Outcome>;
    /** Asked before a plan is taken and after an outage: null when the worker can work, else what is wrong. */
    readiness: () => Promise<string | null>;
    /** What it says of its host, asked every half a minute; without it, nothing. */
    host?: () => Promise<WorkerHost>;
  }): Promise<WorkSession>;
  listWorkers(): Promise<readonly string[]>;
}

export interface WorkSession {
  /** Takes no more; waits `graceMilliseconds` for what runs, then aborts it and hands it back. */
  stop(graceMilliseconds: number): Promise<void>;
}

/** Live logs of running attempts. Kept a short while after the end, then only the stored log is left. */
export interface LiveLogs {
  /** The number that the next line must have: over 0 when an earlier worker was lost in mid-attempt. */
  nextNumber(id: AttemptId): Promise<number>;
  append(id: AttemptId, lines: readonly LogLine[]): Promise<void>;
  /** Lines from `from` on, at most about `limit`; `ended` once `finish` was called and nothing is left to read. */
  read(
    id: AttemptId,
    options: { from: number; limit: number },
  ): Promise<{ lines: readonly LogLine[]; ended: boolean }>;
  finish(id: AttemptId): Promise<void>;
  /** The number of the first line that is kept, and how many of each phase there are from there on. */
  readOutline(id: AttemptId): Promise<{ first: number; runs: readonly PhaseRun[] }>;
  /** How far each is, in their order; null for one that nothing was heard of, or that is long over. */
  readProgress(ids: readonly AttemptId[]): Promise<readonly (LiveProgress | null)[]>;
}

/** By the worker's clock: when its log began, what it does, and since when. */
export type LiveProgress = {
  readonly startedAt: number;
  readonly phase: Phase;
  readonly phaseSince: number;
};

/** Reads archives without running any of them. */
export interface Archives {
  inspectSdist(
    file: string,
    claim: { filename: string; release: Release | null },
  ): Promise<Result<{ release: Release; facts: SdistFacts }, SdistRefusal>>;
  /** Strict check of a wheel file on disk: ZIP, RECORD, WHEEL, METADATA, ELF headers. The problem is a sentence. */
  inspectWheel(file: string): Promise<Result<WheelFacts, string>>;
  /** The same for two wheels that install the same, whatever their bytes; of a wheel that passed `inspectWheel`. */
  digestWheel(file: string): Promise<Sha256>;
  /** What a wheel that passed `inspectWheel` wants of shared libraries, `name` or `name@VERSION`; null: it can't be told. */
  listWantedSymbols(file: string): Promise<readonly string[] | null>;
  /** The same, of what a shared library on disk offers. */
  listOfferedSymbols(file: string): Promise<readonly string[] | null>;
  /** Writes a wheel that passed `inspectWheel` into the folder under a build tag and gives the path; the problem is a sentence. */
  retagWheel(file: string, how: { tag: string; folder: string }): Promise<Result<string, string>>;
}

/** A simple index upstream (PEP 503 or 691). */
export interface SimpleIndex {
  findSdist(release: Release): Promise<UpstreamSdist | null>;
  /** Every release of a project that has an sdist, in no order; null where the upstream does not know the project. */
  listSdists(project: ProjectName): Promise<readonly UpstreamRelease[] | null>;
  /** Streams the file; fails when it is not what its hash says. Null: it is listed, and is not there. */
  download(sdist: UpstreamSdist): Promise<Readable | null>;
}

export type UpstreamSdist = {
  readonly filename: string;
  readonly url: string;
  /** Null where the upstream names no sha256. */
  readonly sha256: Sha256 | null;
};

export type UpstreamRelease = {
  readonly version: Version;
  /** PEP 440 specifier set, as the upstream says it; null where it says none. */
  readonly requiresPython: string | null;
  /** Withdrawn by its authors (PEP 592): only for those who ask for exactly this version. */
  readonly isYanked: boolean;
};

/** A place on disk that is removed with all that is in it. */
export interface Scratch {
  /** Absolute path of a new, empty folder. */
  open(): Promise<{ readonly path: string } & AsyncDisposable>;
}

export type TargetTable = ReadonlyMap<TargetName, Target>;
