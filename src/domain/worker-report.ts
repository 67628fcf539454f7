import type { Space } from './disk-space.ts';
import type { AttemptId } from './plan.ts';
import type { Platform } from './target.ts';

/** A worker as the farm knows it. */
export type KnownWorker = {
  readonly name: string;
  readonly platform: Platform;
  readonly presence: 'here' | 'gone';
  /** Since its last word. */
  readonly silentMilliseconds: number;
  /** Null: it has said nothing that is understood here. */
  readonly report: WorkerReport | null;
};

/** What a worker says of itself; times are of its own clock. */
export type WorkerReport = {
  readonly slots: number;
  readonly startedAt: number;
  readonly running: readonly AttemptId[];
  /** Why it takes no work; null: it would. */
  readonly problem: string | null;
  /** How often it handed work back because the world was not in order, since it was started. */
  readonly outages: number;
  readonly lastOutage: {
    readonly at: number;
    readonly attempt: AttemptId;
    readonly problem: string;
  } | null;
  readonly isStopping: boolean;
  readonly host: WorkerHost | null;
};

export type WorkerHost = {
  /** Of Wheelyard. */
  readonly version: string;
  /** Name and version; null: it does not answer. */
  readonly engine: string | null;
  readonly memoryBytes: number;
  readonly disk: Space | null;
};
