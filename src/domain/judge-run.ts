import type { DriverResult, DriverUsage } from './driver-event.ts';
import type { Failure } from './failure.ts';
import type { Limits } from './limits.ts';

/** How a sandbox ended, as its worker saw it. */
export type RunEnd =
  | {
      readonly kind: 'exited';
      readonly exitCode: number;
      readonly outOfMemory: boolean;
      readonly stderr: string;
    }
  | { readonly kind: 'deadline' }
  | { readonly kind: 'breach'; readonly problem: string };

export type RunToJudge = {
  readonly end: RunEnd;
  readonly last: { readonly result: DriverResult; readonly usage: DriverUsage } | null;
  readonly limits: Limits;
  /** Reads the log of a phase that failed by itself. Called at most once. */
  readonly diagnose: (exitCode: number | null) => Failure;
};

/** Null: nothing is wrong with how the run went. What it made is judged elsewhere. */
export function judgeRun(run: RunToJudge): Failure | null {
  const { end, last, limits } = run;
  if (end.kind === 'breach') return { kind: 'bad-protocol', problem: end.problem };
  const exhausted = last === null ? null : exhaustedLimit(last.usage, limits);
  if (last === null) {
    if (end.kind === 'deadline') return { kind: 'timeout', seconds: limits.wallSeconds };
    if (end.outOfMemory) return { kind: 'out-of-memory', limitBytes: limits.memoryBytes };
    return {
      kind: 'bad-protocol',
      problem: `it ended with exit code ${end.exitCode} and no result. ${end.stderr.slice(-1000)}`.trim(),
    };
  }
  switch (last.result.kind) {
    case 'wheel':
    case 'verified':
    case 'needs':
      return null;
    case 'no-wheel':
      return { kind: 'no-wheel' };
    case 'several-wheels':
      return { kind: 'several-wheels', filenames: last.result.filenames };
    case 'wheel-too-large':
      return { kind: 'bad-wheel', problem: `${last.result.size} bytes; the limit is ${limits.wheelBytes}` };
    case 'patch-failed':
      return { kind: 'patch-failed', patch: last.result.patch, line: last.result.patch };
    case 'timeout':
      return exhausted ?? { kind: 'timeout', seconds: limits.wallSeconds };
    case 'silence':
      return exhausted ?? { kind: 'silence', seconds: limits.silenceSeconds };
    case 'bad-input':
      return { kind: 'bad-protocol', problem: last.result.problem };
    case 'phase-failed': {
      const outOfMemory = end.kind === 'exited' && end.outOfMemory;
      if (outOfMemory) return { kind: 'out-of-memory', limitBytes: limits.memoryBytes };
      return exhausted ?? run.diagnose(last.result.exitCode);
    }
  }
}

/** What the kernel refused the build, whatever the build then said of it. */
function exhaustedLimit(usage: DriverUsage, limits: Limits): Failure | null {
  if ((usage.oomKills ?? 0) > 0) return { kind: 'out-of-memory', limitBytes: limits.memoryBytes };
  if ((usage.forksRefused ?? 0) > 0) return { kind: 'too-many-processes', limit: limits.processes };
  if (usage.diskFull) return { kind: 'out-of-disk', limitBytes: limits.diskBytes };
  return null;
}
