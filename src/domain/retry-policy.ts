import type { Failure } from './failure.ts';

/**
 * What the farm does by itself about a failure. `when-an-input-changes`: the same would come of it again, so it waits for
 * another sdist, image, recipe, build requirement or OS package. `once-with-more-memory`: then as before.
 * `later`: nobody's but the farm's fault; again after a pause that grows.
 */
export type RetryPolicy = 'when-an-input-changes' | 'once-with-more-memory' | 'later';

export function retryPolicyOf(failure: Failure): RetryPolicy {
  switch (failure.kind) {
    case 'worker-lost':
    case 'no-file-index':
      return 'later';
    case 'out-of-memory':
      return 'once-with-more-memory';
    case 'missing-header':
    case 'missing-library':
    case 'missing-pkg-config':
    case 'missing-program':
    case 'missing-cmake-package':
    case 'missing-python-module':
    case 'missing-dependency':
    case 'removed-module':
    case 'python-too-old':
    case 'python-too-new':
    case 'backend-too-old':
    case 'needs-git-metadata':
    case 'compile-error':
    case 'link-error':
    case 'needs-network':
    case 'read-only-path':
    case 'broken-metadata':
    case 'backend-error':
    case 'patch-failed':
    case 'unmet-requirement':
    case 'requirement-failed':
    case 'requirement-cycle':
    case 'no-such-os-package':
    case 'os-package-conflict':
    case 'out-of-disk':
    case 'too-many-processes':
    case 'timeout':
    case 'silence':
    case 'no-wheel':
    case 'several-wheels':
    case 'wrong-name':
    case 'wrong-version':
    case 'wrong-tag':
    case 'bad-wheel':
    case 'unresolved-library':
    case 'import-failed':
    case 'bad-protocol':
    case 'file-name-taken':
    case 'unknown':
      return 'when-an-input-changes';
  }
}

/**
 * Memory of a build's next attempt: twice the usual after one that had no less than that and ran out, if a host may give
 * as much; else the usual.
 */
export function memoryOfNextAttempt(given: {
  readonly usualBytes: number;
  /** Limits of the attempts that ran out of memory. */
  readonly ranOut: readonly number[];
  readonly mostBytes: number;
}): number {
  const { usualBytes, mostBytes } = given;
  const doubled = usualBytes * 2;
  return given.ranOut.some((bytes) => bytes >= usualBytes) && doubled <= mostBytes ? doubled : usualBytes;
}

const firstPause = 5 * 60_000;
const longestPause = 24 * 60 * 60_000;

/** How long a build that failed of the farm's own fault rests, in milliseconds: longer with every attempt that it has had. */
export const pauseAfter = (attempts: number): number =>
  Math.min(longestPause, firstPause * 2 ** Math.min(attempts, 30));
