import type { BuildState } from './build-state.ts';
import { blameOf } from './failure.ts';

/** How builds ended, as those who run the farm count it. `farm-fault`: it failed, and not of the package. */
export const buildResults = ['succeeded', 'failed', 'farm-fault'] as const;
export type BuildResultName = (typeof buildResults)[number];

/** Null: no end that says anything of how the farm does; what was cancelled or is blocked was not built. */
export function countedAs(state: BuildState): BuildResultName | null {
  switch (state.name) {
    case 'succeeded':
      return 'succeeded';
    case 'failed':
      return blameOf(state.failure) === 'farm' ? 'farm-fault' : 'failed';
    case 'queued':
    case 'waiting':
    case 'building':
    case 'verifying':
    case 'publishing':
    case 'held':
    case 'blocked':
    case 'cancelled':
      return null;
  }
}

const hourMilliseconds = 3_600_000;

/** Hours since 1970. */
export const hourOf = (at: number): number => Math.floor(at / hourMilliseconds);
export const beginOf = (hour: number): number => hour * hourMilliseconds;

/*
 * Durations are counted in steps of a quarter of a doubling, so that an hour is a few numbers however much was built in it;
 * a median out of them is off by a tenth at most.
 */
const stepsADoubling = 4;

/** The step that a duration falls into. */
export const stepOf = (milliseconds: number): number =>
  Math.floor(Math.log2(Math.max(1, milliseconds)) * stepsADoubling);

const middleOfStep = (step: number): number => 2 ** ((step + 0.5) / stepsADoubling);

/** So many builds of an hour ended so; `step` null: they took no time of their own, or nobody knows how long. */
export type HourlyCount = {
  readonly hour: number;
  readonly result: BuildResultName;
  readonly step: number | null;
  readonly builds: number;
};

export type HourResults = Readonly<Record<'succeeded' | 'failed' | 'farmFault', number>> & {
  /** Of those that succeeded, about, in milliseconds; null: none was built. */
  readonly median: number | null;
};

/** What came of the builds of an hour, or of several. */
export function sumResults(counts: readonly HourlyCount[]): HourResults {
  const sum = (result: BuildResultName): number =>
    counts.reduce((total, count) => total + (count.result === result ? count.builds : 0), 0);
  return {
    succeeded: sum('succeeded'),
    failed: sum('failed'),
    farmFault: sum('farm-fault'),
    median: medianOf(counts),
  };
}

function medianOf(counts: readonly HourlyCount[]): number | null {
  const timed = counts
    .flatMap(({ result, step, builds }) =>
      result === 'succeeded' && step !== null ? [{ step, builds }] : [],
    )
    .sort((one, other) => one.step - other.step);
  const half = timed.reduce((total, { builds }) => total + builds, 0) / 2;
  let passed = 0;
  for (const { step, builds } of timed) {
    passed += builds;
    if (passed > half || passed === half * 2) return Math.round(middleOfStep(step));
  }
  return null;
}
