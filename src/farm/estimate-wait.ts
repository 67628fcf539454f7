import type { QueueEstimate } from './estimate-queue.ts';

/**
 * About how many seconds pass until a build that is queued now is done: the longest of the queues that somebody works on,
 * and what a build takes. Null where nothing was ever built, or nobody works, or the queue is away.
 */
export async function estimateWait(estimateQueue: () => Promise<QueueEstimate>): Promise<number | null> {
  const estimate = await estimateQueue().catch(() => null);
  if (estimate === null || estimate.usual === null) return null;
  const waits = [...estimate.milliseconds.values()].filter((milliseconds) => milliseconds !== null);
  return waits.length === 0 ? null : Math.ceil((Math.max(...waits) + estimate.usual) / 1000);
}
