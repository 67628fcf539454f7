import type { Problem } from '../http/contract/problem.ts';

/** The farm understood, and said no (4xx). Its sentence is the message. */
export class FarmRefusal extends Error {
  override readonly name = 'FarmRefusal';
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.detail);
    this.problem = problem;
  }
}

/** Nobody answers, or the farm is out of order (5xx): may be over in a moment. */
export class FarmOutage extends Error {
  override readonly name = 'FarmOutage';
}

/** What answers does not speak the farm's contract. */
export class NotAFarm extends Error {
  override readonly name = 'NotAFarm';
}

/** What the user typed can't be meant. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
