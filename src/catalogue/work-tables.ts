import type { BuildResultName } from '../domain/hourly-results.ts';
import type { ProjectName } from '../domain/release.ts';
import type { TargetName } from '../domain/target.ts';

/** How long a project took on a target when it last went well. */
export type BuildTimeTable = {
  readonly project: ProjectName;
  readonly target: TargetName;
  readonly build_milliseconds: number;
  readonly verify_milliseconds: number;
  readonly ended_at: number;
};

export type HourlyResultTable = {
  readonly hour: number;
  readonly result: BuildResultName;
  /** A step of `domain/hourly-results.ts`; -1: of no time of its own. */
  readonly step: number;
  readonly builds: number;
};
