/** How much of something may still happen now: `burst` at once, and `perSecond` in the long run. */
export type TokenBucket = { readonly left: number; readonly at: number };

export type BucketSize = { readonly burst: number; readonly perSecond: number };

/** The bucket after one more has happened; null: it is one too many. */
export function takeToken(
  bucket: TokenBucket | null,
  of: BucketSize & { readonly at: number },
): TokenBucket | null {
  const before = bucket ?? { left: of.burst, at: of.at };
  const left = Math.min(of.burst, before.left + (Math.max(0, of.at - before.at) / 1000) * of.perSecond);
  return left < 1 ? null : { left: left - 1, at: of.at };
}
