import type { BuildTime } from '../domain/expected-time.ts';
import type { HourlyCount } from '../domain/hourly-results.ts';
import type { ProjectName } from '../domain/release.ts';
import type { TargetName } from '../domain/target.ts';
import type { Attempt } from './records.ts';

/** What the catalogue counts as work is done, so that nobody who asks waits for a look through the history. */
export interface WorkRecords {
  /** How long these projects took when they last went well, on every target, the newest first. */
  listBuildTimes(projects: readonly ProjectName[]): Promise<readonly KeptBuildTime[]>;
  /** Of what went well last, whatever it was, at most `limit` (200). */
  listLastBuildTimes(limit: number): Promise<readonly BuildTime[]>;
  /** By target, the queued builds and how long they took before; `unknown`: how many never went well anywhere. */
  sumQueuedTimes(): Promise<readonly QueuedTimes[]>;
  /** From the hour on, oldest first; hours in which nothing ended are left out. */
  listHourlyCounts(from: { readonly hour: number }): Promise<readonly HourlyCount[]>;
  /** The attempts that a worker carried out, the last first, ended before `before` (null: up to now), at most `limit` (200). */
  listAttemptsOfWorker(page: {
    readonly worker: string;
    readonly before: number | null;
    readonly limit: number;
  }): Promise<readonly Attempt[]>;
}

export type KeptBuildTime = BuildTime & {
  readonly project: ProjectName;
  readonly target: TargetName;
  readonly endedAt: number;
};

export type QueuedTimes = {
  readonly target: TargetName;
  readonly builds: number;
  readonly milliseconds: number;
  readonly unknown: number;
};
