import type { Failure } from '../failure.ts';
import type { Limits } from '../limits.ts';
import type { Missing } from '../missing.ts';

/** What a pattern found, and what it was found in. All of it is the build's own words, cut to a bounded length. */
export type Finding = {
  readonly found: string;
  readonly second: string;
  readonly line: string;
  readonly limits: Limits;
};

/** Null: the pattern fits, but what it found names nothing. */
export type Naming = (finding: Finding) => Failure | null;

/**
 * `cause`: who says it gives up over it. `probe`: a try that went wrong; the build may do without, so that it is a cause
 * only where nothing else is one. `hint`: the answer to a question of configure, CMake or meson, which go on: no cause ever.
 */
export type Weight = 'cause' | 'probe' | 'hint';

/** One line of a log that means one failure. Patterns bound what they repeat, and never hold `.*` twice: they stay linear. */
export type Rule = {
  readonly pattern: RegExp;
  readonly toFailure: Naming;
  readonly weight: Weight;
  /** What the line before must be; null: whatever it is. */
  readonly after: RegExp | null;
  /** What is missing besides that which the failure names. */
  readonly also: (finding: Finding) => readonly Missing[];
};

type Extras = Partial<Pick<Rule, 'after' | 'also'>>;

const makeRule =
  (weight: Weight) =>
  (pattern: RegExp, toFailure: Naming, extras: Extras = {}): Rule => ({
    pattern,
    toFailure,
    weight,
    after: null,
    also: () => [],
    ...extras,
  });

export const cause = makeRule('cause');
export const probe = makeRule('probe');
export const hint = makeRule('hint');
