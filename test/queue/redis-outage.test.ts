import { describe, expect, it } from 'vitest';
import { quickTimes } from './quick-times.ts';
import {
  attemptId,
  eventually,
  openBench,
  openYard,
  outcomeOf,
  planOf,
  platform,
  ready,
  type Yard,
} from './yard.ts';

const id = attemptId('17.2');
const usual = { platform, priority: 0 };
const key = (name: string): string => `bull:wheelyard-linux-amd64:${name}`;

/** With `appendfsync everysec` a slow disk may keep up to two seconds unwritten: those are the dispatcher's to tell again. */
async function killRedis(yard: Yard): Promise<void> {
  const pid = yard.redis.pid() ?? 0;
  await eventually(() => yard.raw.info('persistence')).toContain('aof_buffer_length:0\r');
  process.kill(pid, 'SIGKILL');
  await eventually(() => yard.redis.pid() !== null && yard.redis.pid() !== pid).toBe(true);
}

describe('Redis killed in mid-job', () => {
  it('loses nothing and runs nothing twice', async () => {
    await using yard = await openYard();
    const bench = openBench();
    await yard.openWorkQueue().work({ ...bench, platform, slots: 1, worker: 'w1', readiness: ready });
    await yard.openWorkQueue().work({ ...bench, platform, slots: 1, worker: 'w2', readiness: ready });
    const ids = ['1.1', '2.1', '3.1'].map(attemptId);
    for (const attempt of ids) await yard.dispatcher.dispatch(planOf(attempt), usual);
    await eventually(() => bench.begun.length).toBe(2);
    await killRedis(yard);
    for (const attempt of ids) bench.finish(attempt);
    await eventually(async () =>
      (await yard.dispatcher.takeEnded(10)).map((ended) => ended.id).sort(),
    ).toEqual(ids);
    expect([...bench.attempts()].sort()).toEqual(ids);
  }, 20_000);

  it('gets the outcome of what ended while it was away', async () => {
    await using yard = await openYard();
    const bench = openBench();
    await yard.openWorkQueue().work({ ...bench, platform, slots: 1, worker: 'w1', readiness: ready });
    await yard.dispatcher.dispatch(planOf(id), usual);
    await eventually(bench.attempts).toEqual([id]);
    const killed = killRedis(yard);
    bench.finish(id, outcomeOf('w1'));
    await killed;
    await eventually(async () => await yard.dispatcher.takeEnded(1).catch(() => [])).toEqual([
      { id, platform, result: { kind: 'outcome', outcome: outcomeOf('w1') } },
    ]);
    expect(bench.begun).toHaveLength(1);
  }, 20_000);

  it('and away for longer than a lock lasts, still runs nothing twice', async () => {
    await using yard = await openYard();
    const bench = openBench();
    await yard.openWorkQueue().work({ ...bench, platform, slots: 1, worker: 'w1', readiness: ready });
    await yard.dispatcher.dispatch(planOf(id), usual);
    await eventually(bench.attempts).toEqual([id]);
    // An idle worker stands by to take whatever looks lost.
    await yard.openWorkQueue().work({ ...bench, platform, slots: 1, worker: 'w2', readiness: ready });
    const pid = yard.redis.pid() ?? 0;
    process.kill(pid, 'SIGSTOP');
    const lockIsOver = performance.now() + 1.5 * quickTimes.lock;
    await eventually(() => performance.now()).toBeGreaterThan(lockIsOver);
    process.kill(pid, 'SIGKILL');
    await eventually(() => yard.redis.pid() !== null && yard.redis.pid() !== pid).toBe(true);
    await eventually(() => yard.raw.exists(key(`${id}:lock`))).toBe(1);
    const stallCheckHasRun = performance.now() + quickTimes.lock + 3 * quickTimes.stallCheck;
    await eventually(() => performance.now()).toBeGreaterThan(stallCheckHasRun);
    bench.finish(id);
    await eventually(() => yard.dispatcher.locate(id, platform)).toBe('ended');
    expect(bench.attempts()).toEqual([id]);
    expect(await yard.raw.hget(key(id), 'stc')).toBeNull();
  }, 20_000);
});

describe('Redis that does not come back', () => {
  it('does not keep a worker from stopping', async () => {
    await using yard = await openYard();
    const bench = openBench();
    const workQueue = yard.openWorkQueue();
    const session = await workQueue.work({ ...bench, platform, slots: 1, worker: 'w1', readiness: ready });
    await yard.dispatcher.dispatch(planOf(id), usual);
    await eventually(bench.attempts).toEqual([id]);
    await yard.redis[Symbol.asyncDispose]();
    await session.stop(0);
    expect(bench.signalOf(id)?.aborted).toBe(true);
  }, 20_000);
});

describe('a running job whose lock was lost', () => {
  it('is held on to by the worker that runs it, also when it was put back into the queue', async () => {
    await using yard = await openYard();
    const bench = openBench();
    await yard.openWorkQueue().work({ ...bench, platform, slots: 1, worker: 'w1', readiness: ready });
    await yard.dispatcher.dispatch(planOf(id), usual);
    await eventually(bench.attempts).toEqual([id]);
    // As the stall check leaves it.
    await yard.raw
      .multi()
      .del(key(`${id}:lock`))
      .lrem(key('active'), 1, id)
      .rpush(key('wait'), id)
      .exec();
    await eventually(() => yard.dispatcher.locate(id, platform)).toBe('running');
    bench.finish(id);
    await eventually(async () => (await yard.dispatcher.takeEnded(1)).length).toBe(1);
    expect(bench.attempts()).toEqual([id]);
  });

  it('and that comes to a free slot of the same worker goes on there as the one run that it is', async () => {
    await using yard = await openYard();
    const bench = openBench();
    await yard.openWorkQueue().work({ ...bench, platform, slots: 2, worker: 'w1', readiness: ready });
    await yard.dispatcher.dispatch(planOf(id), usual);
    await eventually(bench.attempts).toEqual([id]);
    const firstLock = await yard.raw.get(key(`${id}:lock`));
    await yard.raw
      .multi()
      .del(key(`${id}:lock`))
      .lrem(key('active'), 1, id)
      .rpush(key('wait'), id)
      .zadd(key('marker'), 0, '0')
      .exec();
    await eventually(() => yard.raw.get(key(`${id}:lock`))).not.toBeNull();
    expect(await yard.raw.get(key(`${id}:lock`))).not.toBe(firstLock);
    bench.finish(id);
    await eventually(async () => (await yard.dispatcher.takeEnded(1)).length).toBe(1);
    expect(bench.attempts()).toEqual([id]);
  });

  it('is stopped when another worker has it', async () => {
    await using yard = await openYard();
    const bench = openBench();
    await yard.openWorkQueue().work({ ...bench, platform, slots: 1, worker: 'w1', readiness: ready });
    await yard.dispatcher.dispatch(planOf(id), usual);
    await eventually(bench.attempts).toEqual([id]);
    await yard.raw.set(key(`${id}:lock`), 'another-worker:1', 'PX', 60_000);
    await eventually(() => bench.signalOf(id)?.aborted).toBe(true);
    await eventually(() => yard.reports).toContain(
      'attempt 17.2 was given up: the queue has it elsewhere, or no more',
    );
    expect(await yard.raw.get(key(`${id}:lock`))).toBe('another-worker:1');
  });

  it('is held on to when Redis forgot that the job was taken', async () => {
    await using yard = await openYard();
    const bench = openBench();
    await yard.openWorkQueue().work({ ...bench, platform, slots: 1, worker: 'w1', readiness: ready });
    await yard.dispatcher.dispatch(planOf(id), { platform, priority: 5 });
    await eventually(bench.attempts).toEqual([id]);
    await yard.raw
      .multi()
      .del(key(`${id}:lock`))
      .lrem(key('active'), 1, id)
      .zadd(key('prioritized'), 5, id)
      .exec();
    await eventually(() => yard.dispatcher.locate(id, platform)).toBe('running');
    bench.finish(id);
    await eventually(async () => (await yard.dispatcher.takeEnded(1)).length).toBe(1);
    expect(bench.attempts()).toEqual([id]);
  });

  it('is stopped when the queue has forgotten it', async () => {
    await using yard = await openYard();
    const bench = openBench();
    await yard.openWorkQueue().work({ ...bench, platform, slots: 1, worker: 'w1', readiness: ready });
    await yard.dispatcher.dispatch(planOf(id), usual);
    await eventually(bench.attempts).toEqual([id]);
    await yard.raw.flushall();
    await eventually(() => bench.signalOf(id)?.aborted).toBe(true);
    // The scheduler finds it gone and dispatches it anew.
    bench.finish(id);
    await yard.dispatcher.dispatch(planOf(id), usual);
    await eventually(async () => (await yard.dispatcher.takeEnded(1)).length).toBe(1);
    expect(bench.attempts()).toEqual([id, id]);
  });
});
