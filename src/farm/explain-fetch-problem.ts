import { explainRefusal } from '../domain/sdist.ts';
import type { FetchProblem } from './fetch-sdist.ts';

/** Why an sdist that an upstream shows was not taken. */
export function explainFetchProblem(problem: FetchProblem): string {
  switch (problem.kind) {
    case 'refused':
      return explainRefusal(problem.refusal);
    case 'conflict':
      return `the farm has another sdist of this release, with sha256 ${problem.known}`;
    case 'not-found':
    case 'broken-promise':
      return problem.sentence;
  }
}
