import type { Worker } from 'bullmq';
import type { Redis } from 'ioredis';

/**
 * Holds on to a job that runs here, whatever happened to Redis meanwhile. BullMQ's own renewal gives up when the lock has
 * expired, and the job then runs a second time next to the first; this takes the job back as long as nobody else has it:
 *
 *   lock is ours ─► renewed          job in `active`, no lock ─► locked again
 *   lock is another's ─► told so     job queued: by the stall check, or by a Redis that was killed before it wrote down
 *   job not there, or ended ─► told so                               that the job was taken ─► `active` again, the stall undone
 *
 * One script, so that no stall check and no other worker comes between.
 */
const holdScript = `
local job, lock, active, stalled, wait, prioritized, delayed = unpack(KEYS)
local id, token, milliseconds = ARGV[1], ARGV[2], ARGV[3]
if redis.call('EXISTS', job) == 0 then return 'gone' end
local owner = redis.call('GET', lock)
if owner and owner ~= token then return 'owner ' .. owner end
if not owner and not redis.call('LPOS', active, id) then
  local found = redis.call('LREM', wait, 1, id) + redis.call('ZREM', prioritized, id) + redis.call('ZREM', delayed, id)
  if found == 0 then return 'gone' end
  redis.call('LPUSH', active, id)
  redis.call('HDEL', job, 'defa')
  if tonumber(redis.call('HGET', job, 'stc') or '0') > 0 then redis.call('HINCRBY', job, 'stc', -1) end
end
redis.call('SET', lock, token, 'PX', milliseconds)
redis.call('SREM', stalled, id)
return 'held'
`;

/** `owned`: somebody's token stands in the lock. `gone`: removed, or ended already. */
export type Hold =
  | { readonly kind: 'held' }
  | { readonly kind: 'gone' }
  | { readonly kind: 'owned'; readonly token: string };

export async function holdJob(
  redis: Redis,
  worker: Worker,
  hold: { readonly id: string; readonly token: string; readonly milliseconds: number },
): Promise<Hold> {
  const job = worker.toKey(hold.id);
  const sets = ['active', 'stalled', 'wait', 'prioritized', 'delayed'].map((name) => worker.toKey(name));
  const keys = [job, `${job}:lock`, ...sets];
  const reply = String(
    await redis.eval(holdScript, keys.length, ...keys, hold.id, hold.token, hold.milliseconds),
  );
  if (reply === 'held') return { kind: 'held' };
  return reply.startsWith('owner ')
    ? { kind: 'owned', token: reply.slice('owner '.length) }
    : { kind: 'gone' };
}
