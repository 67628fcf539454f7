import type { Missing } from './missing.ts';

/** An OS package that the farm added to a build by itself, and why. */
export type FoundPackage = {
  readonly package: string;
  /** What it was chosen for. */
  readonly wants: Missing;
  readonly because: Because;
};

/**
 * How the farm came to want it. `diagnosis`: an attempt failed for want of it. `hint`: the archive names it in a place that
 * counts (`#include`, `dependency()`, ...). `learned`: it made an earlier release or a sister target pass.
 * `distribution`: the distribution builds the same project with it.
 */
export type Because = 'diagnosis' | 'hint' | 'learned' | 'distribution';
