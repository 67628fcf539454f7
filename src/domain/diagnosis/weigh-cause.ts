import type { Failure } from '../failure.ts';

export type Found = { readonly failure: Failure; readonly at: number };
/** `compiler`: which run of a compiler it was said by or after; `file`: which file a compiler spoke of. */
export type Cause = Found & { readonly compiler: number; readonly file: string | null };

/** The cause as it stands after one more line: the last holds, save where both are of one run of a compiler. */
export function weighCause(
  seen: { readonly cause: Cause | null; readonly count: number; readonly compiler: number },
  { failure, text }: { readonly failure: Failure; readonly text: string },
): Cause {
  const file = compiledFile.exec(text)?.[1] ?? null;
  const fresh: Cause = { failure, at: seen.count, compiler: seen.compiler, file };
  const old = seen.cause;
  if (old === null || !isCompilers(old) || !isCompilers(fresh)) return fresh;
  if (old.file !== file && old.compiler !== seen.compiler) return fresh;
  // A compiler that stumbles says so many times, of a file and of those that it includes; the first time says why. But of
  // a file for another Python, the first error is often one of the many that follow from that.
  const isMoreTelling = old.failure.kind === 'compile-error' && failure.kind !== 'compile-error';
  return isMoreTelling ? fresh : { ...old, at: seen.count };
}

const isCompilers = ({ failure: { kind }, file }: Cause): boolean =>
  kind === 'compile-error' ||
  kind === 'python-too-new' ||
  kind === 'python-too-old' ||
  (kind === 'missing-python-module' && file !== null);

const compiledFile = /^([^\s:][^:]*):\d+:(?:\d+:)? /;
