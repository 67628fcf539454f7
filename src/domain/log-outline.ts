import type { Phase } from './plan.ts';

/** Phases in the order of a log, each with so many lines that follow each other. */
export type PhaseRun = readonly [phase: Phase, lines: number];

/**
 * Where what stands in a stored log, so that nobody has to read all of it for a part. It is zstd frames one behind the
 * other, each of whole lines: the number of its first line, and its length in bytes.
 */
export type LogOutline = {
  readonly runs: readonly PhaseRun[];
  readonly frames: readonly (readonly [first: number, bytes: number])[];
};

/** Who prints in another phase with each line gets the rest of the log as one. */
export const mostRuns = 500;

/** Counts lines by phase as they come, in their order. */
export function openPhaseRuns(): {
  readonly add: (phase: Phase, lines: number) => void;
  readonly runs: () => readonly PhaseRun[];
} {
  const runs: [Phase, number][] = [];
  return {
    add: (phase, lines) => {
      const last = runs.at(-1);
      if (last !== undefined && (last[0] === phase || runs.length === mostRuns)) last[1] += lines;
      else runs.push([phase, lines]);
    },
    runs: () => runs,
  };
}

/** What is left of runs when so many lines at their beginning are gone. */
export function dropLines(runs: readonly PhaseRun[], lines: number): readonly PhaseRun[] {
  let gone = lines;
  return runs.flatMap(([phase, length]) => {
    const left = Math.max(0, length - gone);
    gone = Math.max(0, gone - length);
    return left === 0 ? [] : [[phase, left] as const];
  });
}
