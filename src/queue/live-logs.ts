import { z } from 'zod';
import type { Redis } from 'ioredis';
import type { LogLine } from '../domain/log-line.ts';
import { dropLines } from '../domain/log-outline.ts';
import type { AttemptId } from '../domain/plan.ts';
import type { LiveLogs } from '../farm/ports.ts';
import { appendBatch, firstBatch } from './append-log.ts';
import { answerOf, openConnection, type Report } from './connection.ts';
import { logKey, logStateKey } from './queue-keys.ts';

export type LogTimes = { readonly runningMilliseconds: number; readonly finishedMilliseconds: number };
const usualTimes: LogTimes = { runningMilliseconds: 60 * 60 * 1000, finishedMilliseconds: 60 * 1000 };

const batchesAtOnce = 16;
/** What a running attempt may hold in Redis; older lines give way. The stored log is not concerned. */
const usualKeptBytes = 16 * 1024 * 1024;

const phase = z.enum([
  'image',
  'index',
  'unpack',
  'requirements',
  'get-requires',
  'build',
  'collect',
  'import',
]);

// Written by our own worker, but what a page shows is not taken on trust.
const linesShape = z.array(
  z.object({
    number: z.int().min(0),
    at: z.number(),
    phase,
    voice: z.enum(['farm', 'build']),
    text: z.string(),
  }),
);

const runsShape = z.array(z.tuple([phase, z.int().min(0)]));

const progressShape = z
  .tuple([z.coerce.number(), phase, z.coerce.number()])
  .transform(([startedAt, its, phaseSince]) => ({ startedAt, phase: its, phaseSince }));

/** Live logs as Redis streams. Every method throws Outage within seconds when Redis is gone; appending again is safe. */
export function openLiveLogs(options: {
  url: string;
  report: Report;
  times?: LogTimes;
  keptBytes?: number;
}): LiveLogs & AsyncDisposable {
  const { times = usualTimes, keptBytes = usualKeptBytes } = options;
  const redis = openConnection(options.url, { patience: 'answering', report: options.report });
  return {
    async nextNumber(id) {
      const next = await answerOf(`asking for the log of attempt ${id}`, redis.hget(logStateKey(id), 'next'));
      return Number(next ?? 0);
    },
    async append(id, lines) {
      for (let rest = lines; rest.length > 0;) {
        const batch = firstBatch(rest);
        const next = await answerOf(
          `logging attempt ${id}`,
          appendBatch(redis, batch, { id, keptBytes, expiry: times.runningMilliseconds }),
        );
        rest = next === null ? rest.slice(batch.length) : rest.filter((line) => line.number >= next);
      }
    },
    async read(id, { from, limit }) {
      return answerOf(`reading the log of attempt ${id}`, readLines(redis, id, { from, limit }));
    },
    async finish(id) {
      const finishing = redis
        .multi()
        .hset(logStateKey(id), 'ended', '1')
        .pexpire(logStateKey(id), times.finishedMilliseconds)
        .pexpire(logKey(id), times.finishedMilliseconds)
        .exec();
      await answerOf(`finishing the log of attempt ${id}`, finishing);
    },
    async readOutline(id) {
      const asking = Promise.all([
        redis.hmget(logStateKey(id), 'first', 'runs'),
        redis.xrange(logKey(id), '-', '+', 'COUNT', 1),
      ]);
      const [[began, text], [oldest]] = await answerOf(`asking for the outline of attempt ${id}`, asking);
      const runs = runsShape.safeParse(JSON.parse(text ?? '[]'));
      if (oldest === undefined || !runs.success) return { first: 0, runs: [] };
      const first = Number(oldest[0].split('-')[0]) - 1;
      return { first, runs: dropLines(runs.data, first - Number(began ?? 0)) };
    },
    async readProgress(ids) {
      const asked = ids.map((id) => redis.hmget(logStateKey(id), 'began', 'phase', 'since'));
      const states = await answerOf('asking how far attempts are', Promise.all(asked));
      return states.map((state) => progressShape.safeParse(state).data ?? null);
    },
    async [Symbol.asyncDispose]() {
      redis.disconnect();
    },
  };
}

async function readLines(
  redis: Redis,
  id: AttemptId,
  page: { readonly from: number; readonly limit: number },
): Promise<{ lines: readonly LogLine[]; ended: boolean }> {
  // The end is asked for before the lines: all that came before it is then read, and an end in between is seen next time.
  const ended = (await redis.hget(logStateKey(id), 'ended')) === '1';
  const around = await redis.xrevrange(logKey(id), `${page.from + 1}-0`, '-', 'COUNT', 1);
  const lines = parseEntries(around).filter((line) => line.number >= page.from);
  let after = `(${page.from + 1}-0`;
  while (lines.length < page.limit) {
    const entries = await redis.xrange(logKey(id), after, '+', 'COUNT', batchesAtOnce);
    lines.push(...parseEntries(entries));
    const newest = entries.at(-1);
    if (newest === undefined || entries.length < batchesAtOnce)
      return { lines: lines.slice(0, page.limit), ended: ended && lines.length <= page.limit };
    after = `(${newest[0]}`;
  }
  return { lines: lines.slice(0, page.limit), ended: false };
}

function parseEntries(entries: readonly [id: string, fields: readonly string[]][]): LogLine[] {
  return entries.flatMap(([, fields]) => {
    const parsed = linesShape.safeParse(JSON.parse(fields[1] ?? '[]'));
    return parsed.success ? parsed.data : [];
  });
}
