import type { Phase } from './plan.ts';

/** One line of an attempt's log. */
export type LogLine = {
  /** Counts from 0 within the attempt; a follower resumes by it. */
  readonly number: number;
  /** Milliseconds since 1970, by the worker's clock. */
  readonly at: number;
  readonly phase: Phase;
  /** `farm`: said by the farm itself. `build`: printed by the build, hence anybody's words. */
  readonly voice: 'farm' | 'build';
  /** Without the line end; at most 16 KiB; may hold ANSI colour sequences, no other control characters. */
  readonly text: string;
};
