import type { Redis } from 'ioredis';
import type { WorkerHost, WorkerReport } from '../domain/worker-report.ts';
import { reportsKey, workerKey } from './queue-keys.ts';
import { waits } from './waiting.ts';

/** A worker that went away is remembered this long after its last word. */
export const keptMilliseconds = 60 * 60 * 1000;
const usualMilliseconds = 5_000;
const hostMilliseconds = 30_000;

/** What a worker says of its work; the rest is said of its host. */
export type WorkerWords = Omit<WorkerReport, 'host'>;

/** How a worker tells of itself: now and then, and at once when something has changed. */
export type Announcement = {
  readonly changed: () => void;
  /** Says the last word. */
  readonly end: () => Promise<void>;
};

export function openAnnouncement(world: {
  readonly redis: Redis;
  /** `<queue>:<name>` */
  readonly worker: string;
  readonly tell: () => WorkerWords;
  readonly host: () => Promise<WorkerHost | null>;
}): Announcement {
  const { redis, worker } = world;
  const stopping = new AbortController();
  let woken = new AbortController();
  let host: WorkerHost | null = null;
  let hostIsDueAt = 0;
  /** An engine that does not answer must not keep the worker from speaking. */
  const lookAtHost = async (): Promise<void> => {
    if (Date.now() < hostIsDueAt) return;
    hostIsDueAt = Date.now() + hostMilliseconds;
    host = await world.host().catch(() => null);
    woken.abort();
  };
  const say = async (): Promise<void> => {
    const report: WorkerReport = { ...world.tell(), host };
    const text = JSON.stringify(report);
    await redis.multi().sadd(reportsKey, worker).set(workerKey(worker), text, 'PX', keptMilliseconds).exec();
  };
  const run = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      woken = new AbortController();
      void lookAtHost();
      // With Redis gone this waits in line, and nothing older is said after it.
      await say().catch(() => undefined);
      await waits(usualMilliseconds, AbortSignal.any([woken.signal, stopping.signal]));
    }
  };
  void run();
  return {
    changed: () => woken.abort(),
    end: async () => {
      stopping.abort();
      await say().catch(() => undefined);
    },
  };
}
