import { describe, expect, it } from 'vitest';
import { Outage } from '../../src/farm/ports.ts';
import { openDispatcher } from '../../src/queue/dispatcher.ts';
import { attemptId, eventually, openBench, openYard, outcomeOf, planOf, platform, ready } from './yard.ts';

const id = attemptId('17.2');
const usual = { platform, priority: 0 };

const openWithPassword = () =>
  openDispatcher({ url: 'http://user:secret@host', platforms: [platform], report: () => {} });

describe('the dispatcher', () => {
  it('puts a plan into the queue once, however often it is told, also while it runs and after it ended', async () => {
    await using yard = await openYard();
    const { dispatcher } = yard;
    const bench = openBench();
    await dispatcher.dispatch(planOf(id), usual);
    await dispatcher.dispatch(planOf(id), usual);
    expect(await dispatcher.locate(id, platform)).toBe('queued');
    expect((await dispatcher.countQueued())[platform]).toEqual({ queued: 1, running: 0 });
    const session = await yard
      .openWorkQueue()
      .work({ ...bench, platform, slots: 2, worker: 'w1', readiness: ready });
    await eventually(bench.attempts).toEqual([id]);
    await dispatcher.dispatch(planOf(id), usual);
    expect(await dispatcher.locate(id, platform)).toBe('running');
    expect((await dispatcher.countQueued())[platform]).toEqual({ queued: 0, running: 1 });
    bench.finish(id);
    await eventually(() => dispatcher.locate(id, platform)).toBe('ended');
    await dispatcher.dispatch(planOf(id), usual);
    expect(await dispatcher.locate(id, platform)).toBe('ended');
    await session.stop(0);
    expect(bench.attempts()).toEqual([id]);
  });

  it('gives an outcome until it is acknowledged, then knows nothing of the attempt', async () => {
    await using yard = await openYard();
    const { dispatcher } = yard;
    const bench = openBench();
    await yard.openWorkQueue().work({ ...bench, platform, slots: 1, worker: 'w1', readiness: ready });
    await dispatcher.dispatch(planOf(id), usual);
    bench.finish(id, outcomeOf('w1'));
    const ended = [{ id, platform, result: { kind: 'outcome', outcome: outcomeOf('w1') } }];
    await eventually(() => dispatcher.takeEnded(10)).toEqual(ended);
    expect(await dispatcher.takeEnded(10)).toEqual(ended);
    await dispatcher.acknowledge(id, platform);
    expect(await dispatcher.takeEnded(10)).toEqual([]);
    expect(await dispatcher.locate(id, platform)).toBe('unknown');
    expect(await yard.raw.keys(`*${id}*`)).toEqual([]);
  });

  it('takes no more ended attempts than asked, the oldest first', async () => {
    await using yard = await openYard();
    const { dispatcher } = yard;
    const bench = openBench();
    const ids = ['1.1', '2.1', '3.1'].map(attemptId);
    for (const attempt of ids) {
      bench.finish(attempt);
      await dispatcher.dispatch(planOf(attempt), usual);
    }
    await yard.openWorkQueue().work({ ...bench, platform, slots: 1, worker: 'w1', readiness: ready });
    await eventually(async () => (await dispatcher.takeEnded(10)).length).toBe(3);
    expect((await dispatcher.takeEnded(2)).map((ended) => ended.id)).toEqual(ids.slice(0, 2));
  });

  it('hands out what people wait for first, then in the order of asking', async () => {
    await using yard = await openYard();
    const bench = openBench();
    for (const [attempt, priority] of Object.entries({ '1.1': 50, '2.1': 5, '3.1': 0, '4.1': 5 })) {
      bench.finish(attempt);
      await yard.dispatcher.dispatch(planOf(attempt), { platform, priority });
    }
    await yard.openWorkQueue().work({ ...bench, platform, slots: 1, worker: 'w1', readiness: ready });
    await eventually(async () => (await yard.dispatcher.takeEnded(10)).length).toBe(4);
    expect(bench.attempts()).toEqual(['3.1', '2.1', '4.1', '1.1']);
  });

  it('tells when an attempt was taken and when one ended', async () => {
    await using yard = await openYard();
    const { dispatcher } = yard;
    const bench = openBench();
    const heard: string[] = [];
    dispatcher.onStarted((attempt) => heard.push(`started ${attempt}`));
    dispatcher.onEnded(() => heard.push('ended'));
    await yard.openWorkQueue().work({ ...bench, platform, slots: 1, worker: 'w1', readiness: ready });
    // Events from before the listener was connected are lost, which is allowed: so another one, until one is heard.
    let count = 0;
    await eventually(async () => {
      if (bench.begun.length === count) await dispatcher.dispatch(planOf(`${++count}.1`), usual);
      bench.finish(`${count}.1`);
      return heard;
    }).toEqual(expect.arrayContaining([expect.stringMatching(/^started \d+\.1$/), 'ended']));
  });

  it('lists the workers that are connected, each with its platform', async () => {
    await using yard = await openYard();
    const { dispatcher } = yard;
    const bench = openBench();
    const workQueue = yard.openWorkQueue();
    const first = await workQueue.work({ ...bench, platform, slots: 1, worker: 'host-1', readiness: ready });
    await workQueue.work({ ...bench, platform: 'linux/arm64', slots: 1, worker: 'host.2', readiness: ready });
    await eventually(() => dispatcher.listWorkers()).toEqual([
      { name: 'host-1', platform: 'linux/amd64' },
      { name: 'host.2', platform: 'linux/arm64' },
    ]);
    expect(await workQueue.listWorkers()).toEqual(['host-1', 'host.2']);
    await first.stop(0);
    await eventually(() => workQueue.listWorkers()).toEqual(['host.2']);
  });

  it('describes workers by what they say of themselves, and those that went away for a while', async () => {
    await using yard = await openYard();
    const { dispatcher } = yard;
    const bench = openBench();
    const host = {
      version: '1.0',
      engine: 'Engine 27',
      memoryBytes: 2 ** 33,
      disk: { totalBytes: 1000, freeBytes: 10 },
    };
    const session = await yard.openWorkQueue().work({
      ...bench,
      platform,
      slots: 3,
      worker: 'host-1',
      readiness: ready,
      host: async () => host,
    });
    await dispatcher.dispatch(planOf(id), usual);
    const report = { slots: 3, problem: null, outages: 0, lastOutage: null, isStopping: false, host };
    await eventually(() => dispatcher.describeWorkers()).toMatchObject([
      { name: 'host-1', platform, presence: 'here', report: { ...report, running: [id] } },
    ]);
    bench.finish(id);
    await eventually(async () => (await dispatcher.describeWorkers())[0]?.report?.running).toEqual([]);
    await session.stop(0);
    await eventually(() => dispatcher.describeWorkers()).toMatchObject([
      { name: 'host-1', presence: 'gone', report: { ...report, isStopping: true } },
    ]);
    await yard.raw.pexpire((await yard.raw.keys('wheelyard:worker:*'))[0] ?? '', 1);
    await eventually(() => dispatcher.describeWorkers()).toEqual([]);
    expect(await yard.raw.exists('wheelyard:workers')).toBe(0);
  });

  it('counts what a worker handed back because the world was not in order, and tells the last of it', async () => {
    await using yard = await openYard();
    const { dispatcher } = yard;
    await yard.openWorkQueue().work({
      platform,
      slots: 1,
      worker: 'host-1',
      readiness: ready,
      carryOut: () => Promise.reject(new Outage('the engine is gone')),
    });
    await dispatcher.dispatch(planOf(id), usual);
    const lastOutage = { attempt: id, problem: 'the engine is gone', at: expect.any(Number) };
    await eventually(async () => (await dispatcher.describeWorkers())[0]?.report).toMatchObject({
      outages: expect.any(Number),
      lastOutage,
    });
  });

  it('knows a worker that says nothing it understands by its connection alone', async () => {
    await using yard = await openYard();
    const { dispatcher } = yard;
    const name = 'wheelyard-linux-amd64:stranger';
    await yard.raw
      .multi()
      .sadd('wheelyard:workers', name)
      .set(`wheelyard:worker:${name}`, '{"slots":"many"}')
      .exec();
    expect(await dispatcher.describeWorkers()).toMatchObject([
      { name: 'stranger', presence: 'gone', report: null },
    ]);
  });

  it('says within seconds that Redis does not answer, rather than wait for it', async () => {
    await using dispatcher = openDispatcher({
      url: 'unix:///nowhere/redis.sock',
      platforms: [platform],
      report: () => {},
    });
    const asked = [
      dispatcher.dispatch(planOf(id), usual),
      dispatcher.locate(id, platform),
      dispatcher.takeEnded(1),
      dispatcher.acknowledge(id, platform),
      dispatcher.withdraw(id, platform),
      dispatcher.countQueued(),
      dispatcher.listWorkers(),
      dispatcher.describeWorkers(),
    ];
    for (const answer of await Promise.allSettled(asked)) {
      expect(answer).toEqual({ status: 'rejected', reason: expect.any(Outage) });
    }
  }, 20_000);

  it('refuses an address that is none of Redis, without repeating a password in it', () => {
    expect(openWithPassword).toThrow(/must be redis:\/\/host:port/);
    expect(openWithPassword).not.toThrow(/secret/);
  });
});
