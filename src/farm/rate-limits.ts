import { takeToken, type BucketSize, type TokenBucket } from '../domain/token-bucket.ts';

/** Who asked too often, and when to come again. */
export type TooOften = { readonly by: 'client' | 'total'; readonly retryAfterSeconds: number };

/** How often one client may, and all together. */
export type RateRule = { readonly rate: BucketSize; readonly totalRate: BucketSize };

export type RateLimits = {
  /** Counts one more of what is limited under this name; null: it may go on. One that may not is not counted. */
  readonly take: (
    name: string,
    by: { readonly client: string; readonly rule: RateRule; readonly at: number },
  ) => TooOften | null;
};

/** Whoever comes from ever new addresses gets ever new buckets, of which only so many are kept: the total holds them. */
const mostBuckets = 10_000;

export function openRateLimits(): RateLimits {
  const clients = new Map<string, TokenBucket>();
  const totals = new Map<string, TokenBucket>();
  return {
    take: (name, { client, rule, at }) => {
      const key = `${name} ${client}`;
      const own = takeToken(clients.get(key) ?? null, { ...rule.rate, at });
      if (own === null) return { by: 'client', retryAfterSeconds: secondsToNext(rule.rate) };
      const total = takeToken(totals.get(name) ?? null, { ...rule.totalRate, at });
      if (total === null) return { by: 'total', retryAfterSeconds: secondsToNext(rule.totalRate) };
      totals.set(name, total);
      clients.delete(key);
      clients.set(key, own);
      for (const oldest of clients.keys()) {
        if (clients.size <= mostBuckets) break;
        clients.delete(oldest);
      }
      return null;
    },
  };
}

const secondsToNext = ({ perSecond }: BucketSize): number => Math.max(1, Math.ceil(1 / perSecond));
