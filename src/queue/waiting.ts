import { setTimeout as pause } from 'node:timers/promises';

/** Node takes no longer timer; nobody waits for 24 days. */
const longestTimer = 2 ** 31 - 1;

/** False as soon as the signal says so. */
export function waits(milliseconds: number, signal: AbortSignal): Promise<boolean> {
  return pause(milliseconds, true, { signal }).catch(() => false);
}

/** Waits for the work, but no longer than told; how it ends is its owner's business. */
export async function doneWithin(work: Promise<unknown>, milliseconds: number): Promise<void> {
  const timer = new AbortController();
  await Promise.race([work.catch(() => null), waits(Math.min(milliseconds, longestTimer), timer.signal)]);
  timer.abort();
}
