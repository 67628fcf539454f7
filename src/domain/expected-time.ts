/** How long a build took when it went well, in milliseconds: its last attempt alone, and the check of its wheel. */
export type BuildTime = { readonly build: number; readonly verify: number };

/** What is known of how long a build may take, the best first. Null: nothing. */
export type KnownTimes = {
  /** The same project on the same target. */
  readonly here: BuildTime | null;
  readonly elsewhere: BuildTime | null;
  /** The middle of what was built last, whatever it was. */
  readonly usual: BuildTime | null;
};

export const expectTime = ({ here, elsewhere, usual }: KnownTimes): BuildTime | null =>
  here ?? elsewhere ?? usual;

/** What the stage takes that a build is in; before it is verified, all of it. */
export const expectStage = (time: BuildTime, stage: 'build' | 'verify'): number =>
  stage === 'verify' ? time.verify : time.build + time.verify;

/** The middle one; of an even number the longer of both. */
export function middleOf<Value>(values: readonly Value[], measure: (value: Value) => number): Value | null {
  const sorted = values.toSorted((one, other) => measure(one) - measure(other));
  return sorted[Math.floor(sorted.length / 2)] ?? null;
}

export const totalOf = ({ build, verify }: BuildTime): number => build + verify;

/** Until all of it is done, by slots that are never idle; null: there is nobody to do it. */
export const estimateEnd = (work: { readonly milliseconds: number; readonly slots: number }): number | null =>
  work.milliseconds === 0 ? 0 : work.slots === 0 ? null : Math.ceil(work.milliseconds / work.slots);
