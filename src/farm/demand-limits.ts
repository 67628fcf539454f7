import type { OnDemand } from '../domain/on-demand.ts';
import { takeToken, type TokenBucket } from '../domain/token-bucket.ts';

/** Who has upstreams asked too often, and when to come again. */
export type TooOften = { readonly by: 'client' | 'total'; readonly retryAfterSeconds: number };

export type DemandLimits = {
  /** Counts one more; null: it may go on. One that may not is not counted. */
  readonly take: (
    node: string,
    by: { readonly client: string; readonly rule: OnDemand; readonly at: number },
  ) => TooOften | null;
};

/** Whoever comes from ever new addresses gets ever new buckets, of which only so many are kept: the total holds them. */
const mostBuckets = 10_000;

export function openDemandLimits(): DemandLimits {
  const clients = new Map<string, TokenBucket>();
  const totals = new Map<string, TokenBucket>();
  return {
    take: (node, { client, rule, at }) => {
      const key = `${node} ${client}`;
      const own = takeToken(clients.get(key) ?? null, { ...rule.rate, at });
      if (own === null) return { by: 'client', retryAfterSeconds: secondsToNext(rule.rate) };
      const total = takeToken(totals.get(node) ?? null, { ...rule.totalRate, at });
      if (total === null) return { by: 'total', retryAfterSeconds: secondsToNext(rule.totalRate) };
      totals.set(node, total);
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

const secondsToNext = ({ perSecond }: OnDemand['rate']): number => Math.max(1, Math.ceil(1 / perSecond));
