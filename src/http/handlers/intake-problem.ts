import type { FetchProblem } from '../../farm/fetch-sdist.ts';
import { renderRelease } from '../../domain/release.ts';
import { explainRefusal } from '../../domain/sdist.ts';
import { notFound, problem, type ProblemReply } from '../reply.ts';

/** Why an sdist was not taken in, as the sender hears it. */
export function intakeProblem(why: FetchProblem): ProblemReply {
  switch (why.kind) {
    case 'refused':
      return problem(why.refusal.kind === 'too-large' ? 413 : 400, {
        kind: `sdist-${why.refusal.kind}`,
        detail: explainRefusal(why.refusal),
      });
    case 'conflict':
      return problem(409, {
        kind: 'other-sdist-known',
        detail: `${renderRelease(why.release)} is known by another archive (sha256 ${why.known}); a release has one sdist`,
      });
    case 'not-found':
      return notFound(why.sentence);
    case 'broken-promise':
      return problem(502, { kind: 'upstream-broke-promise', detail: why.sentence });
  }
}
