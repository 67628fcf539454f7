import type { Redis } from 'ioredis';
import type { LogLine } from '../domain/log-line.ts';
import { mostRuns, openPhaseRuns, type PhaseRun } from '../domain/log-outline.ts';
import type { AttemptId } from '../domain/plan.ts';
import { logKey, logStateKey } from './queue-keys.ts';

const batchLines = 200;
const batchCharacters = 64 * 1024;

/**
 * A batch of lines becomes the stream's entry `<number of its first line + 1>-0`, so that a line is found by its number
 * and a batch that is sent twice is kept once. Replies -1, or the next number when the batch holds lines that are known.
 */
const appendScript = `
local log, state = KEYS[1], KEYS[2]
local first, last, lines, kept, expiry = tonumber(ARGV[1]), tonumber(ARGV[2]), ARGV[3], tonumber(ARGV[4]), ARGV[5]
local began, phase, since, more = ARGV[6], ARGV[7], ARGV[8], cjson.decode(ARGV[9])
local next = tonumber(redis.call('HGET', state, 'next') or '0')
if first < next then return next end
redis.call('XADD', log, string.format('%.0f-0', first + 1), 'lines', lines)
redis.call('HSET', state, 'next', string.format('%.0f', last + 1), 'ended', '0')
redis.call('HSETNX', state, 'began', began)
redis.call('HSETNX', state, 'first', string.format('%.0f', first))
local runs = cjson.decode(redis.call('HGET', state, 'runs') or '[]')
for _, run in ipairs(more) do
  local before = runs[#runs]
  if before and (before[1] == run[1] or #runs == ${mostRuns}) then before[2] = before[2] + run[2]
  else runs[#runs + 1] = run end
end
redis.call('HSET', state, 'runs', cjson.encode(runs))
if redis.call('HGET', state, 'phase') ~= phase then redis.call('HSET', state, 'phase', phase, 'since', since) end
local bytes = redis.call('HINCRBY', state, 'bytes', #lines)
while bytes > kept do
  local oldest = redis.call('XRANGE', log, '-', '+', 'COUNT', 1)[1]
  redis.call('XDEL', log, oldest[1])
  bytes = redis.call('HINCRBY', state, 'bytes', -#oldest[2][2])
end
redis.call('PEXPIRE', log, expiry)
redis.call('PEXPIRE', state, expiry)
return -1
`;

/** As many of the first lines as are sent at once. */
export function firstBatch(lines: readonly LogLine[]): readonly LogLine[] {
  let characters = 0;
  const end = lines.findIndex((line, index) => {
    characters += line.text.length;
    return index > 0 && (index >= batchLines || characters > batchCharacters);
  });
  return end === -1 ? lines : lines.slice(0, end);
}

/** Null when the batch was kept, else the number from which on the log has nothing yet. */
export async function appendBatch(
  redis: Redis,
  batch: readonly LogLine[],
  log: { readonly id: AttemptId; readonly keptBytes: number; readonly expiry: number },
): Promise<number | null> {
  const first = batch[0]?.number ?? 0;
  const last = batch.at(-1)?.number ?? first;
  const now = batch.at(-1)?.phase ?? 'image';
  const since = batch[batch.findLastIndex(({ phase: its }) => its !== now) + 1]?.at ?? 0;
  const keys = [logKey(log.id), logStateKey(log.id)];
  const next = Number(
    await redis.eval(
      appendScript,
      keys.length,
      ...keys,
      first,
      last,
      JSON.stringify(batch),
      log.keptBytes,
      log.expiry,
      batch[0]?.at ?? 0,
      now,
      since,
      JSON.stringify(countRuns(batch)),
    ),
  );
  return next === -1 ? null : next;
}

function countRuns(batch: readonly LogLine[]): readonly PhaseRun[] {
  const runs = openPhaseRuns();
  for (const line of batch) runs.add(line.phase, 1);
  return runs.runs();
}
