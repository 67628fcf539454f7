import type { Worker } from 'bullmq';
import type { Redis } from 'ioredis';
import { waits } from './waiting.ts';
import type { WorkTimes } from './work-times.ts';

/**
 * Puts jobs whose workers are lost back into the queue, until `stopped`. Not while the connection is younger than a lock:
 * after an outage of Redis every lock may have expired, and each worker gets that long to come back and hold on to what it runs.
 */
export async function watchStalledJobs(
  world: { readonly redis: Redis; readonly worker: Worker; readonly times: WorkTimes },
  stopped: AbortSignal,
): Promise<void> {
  const { redis, worker, times } = world;
  let readySince = redis.status === 'ready' ? performance.now() : Infinity;
  redis.on('ready', () => (readySince = performance.now()));
  redis.on('close', () => (readySince = Infinity));
  // BullMQ itself lets only one worker look in each interval; asking twice as often keeps the interval.
  while (await waits(times.stallCheck / 2, stopped)) {
    if (performance.now() - readySince < times.lock) continue;
    await worker
      .getBackend()
      .moveStalledJobsToWait()
      .catch(() => null);
  }
}
