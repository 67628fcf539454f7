import { z } from 'zod';
import type { Redis } from 'ioredis';
import type { AttemptId } from '../domain/plan.ts';
import type { Platform } from '../domain/target.ts';
import type { KnownWorker, WorkerReport } from '../domain/worker-report.ts';
import { keptMilliseconds } from './announcement.ts';
import { reportsKey, workerKey, workerOf } from './queue-keys.ts';
import { listConnectedWorkers } from './worker-list.ts';

const mostWorkers = 1000;
/** No host runs as many; what a worker says it runs is looked up, each. */
const mostSlots = 1000;
const sentence = z.string().max(2000);
const bytes = z.number().min(0);
const attempt = z
  .string()
  .max(100)
  .transform((text) => text as AttemptId);

// Written by a worker, maybe of another release: what does not fit is as if it had said nothing.
const reportShape = z.object({
  slots: z.int().min(1).max(mostSlots),
  startedAt: z.number(),
  running: z.array(attempt).max(mostSlots),
  problem: sentence.nullable(),
  outages: z.int().min(0),
  lastOutage: z.object({ at: z.number(), attempt, problem: sentence }).nullable(),
  isStopping: z.boolean(),
  host: z
    .object({
      version: z.string().max(100),
      engine: z.string().max(200).nullable(),
      memoryBytes: bytes,
      disk: z.object({ totalBytes: bytes, freeBytes: bytes }).nullable(),
    })
    .nullable(),
});

/** Those that hold a connection, and those that held one within the last hour, by name. */
export async function describeWorkers(
  redis: Redis,
  platforms: readonly Platform[],
): Promise<readonly KnownWorker[]> {
  const connected = await listConnectedWorkers(redis, platforms);
  const here = new Set(connected.map(({ name, platform }) => workerOf(platform, name)));
  const said = new Map((await readReports(redis)).map((word) => [word.worker, word]));
  const known = platforms.flatMap((platform) => {
    const prefix = workerOf(platform, '');
    const all = new Set([...here, ...said.keys()].filter((worker) => worker.startsWith(prefix)));
    return [...all].map((worker): KnownWorker => {
      const word = said.get(worker);
      return {
        name: worker.slice(prefix.length),
        platform,
        presence: here.has(worker) ? 'here' : 'gone',
        silentMilliseconds: word?.silentMilliseconds ?? 0,
        report: word?.report ?? null,
      };
    });
  });
  return known.sort((one, other) => (one.name < other.name ? -1 : 1));
}

async function readReports(redis: Redis): Promise<
  readonly {
    readonly worker: string;
    readonly report: WorkerReport | null;
    readonly silentMilliseconds: number;
  }[]
> {
  const workers = (await redis.smembers(reportsKey)).slice(0, mostWorkers);
  const words = await Promise.all(
    workers.map(async (worker) => {
      const key = workerKey(worker);
      const [text, left] = await Promise.all([redis.get(key), redis.pttl(key)]);
      return { worker, text, left };
    }),
  );
  const forgotten = words.filter(({ text }) => text === null).map(({ worker }) => worker);
  if (forgotten.length > 0) await redis.srem(reportsKey, ...forgotten);
  return words.flatMap(({ worker, text, left }) =>
    text === null
      ? []
      : // By Redis's own clock: those of the hosts may differ.
        [{ worker, report: parseReport(text), silentMilliseconds: Math.max(0, keptMilliseconds - left) }],
  );
}

function parseReport(text: string): WorkerReport | null {
  try {
    return reportShape.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}
