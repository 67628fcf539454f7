import { describe, expect, it } from 'vitest';
import { Outage } from '../../src/farm/ports.ts';
import { attemptId, eventually, openBench, openYard, outcomeOf, planOf, platform, ready } from './yard.ts';

const id = attemptId('17.2');
const usual = { platform, priority: 0 };

describe('a worker', () => {
  it('runs as many plans at once as it has slots', async () => {
    await using yard = await openYard();
    const bench = openBench();
    for (const attempt of ['1.1', '2.1', '3.1']) await yard.dispatcher.dispatch(planOf(attempt), usual);
    await yard.openWorkQueue().work({ ...bench, platform, slots: 2, worker: 'w1', readiness: ready });
    await eventually(bench.attempts).toEqual(['1.1', '2.1']);
    expect((await yard.dispatcher.countQueued())[platform]).toEqual({ queued: 1, running: 2 });
    bench.finish('2.1');
    await eventually(bench.attempts).toEqual(['1.1', '2.1', '3.1']);
    bench.finish('1.1');
    bench.finish('3.1');
  });

  it('takes nothing before it can work', async () => {
    await using yard = await openYard();
    const bench = openBench();
    bench.finish(id);
    let problem: string | null = 'the engine does not answer';
    let asked = 0;
    await yard.dispatcher.dispatch(planOf(id), usual);
    await yard.openWorkQueue().work({
      ...bench,
      platform,
      slots: 1,
      worker: 'w1',
      readiness: async () => {
        asked++;
        return problem;
      },
    });
    await eventually(() => asked).toBeGreaterThan(3);
    expect(await yard.dispatcher.locate(id, platform)).toBe('queued');
    problem = null;
    await eventually(() => yard.dispatcher.locate(id, platform)).toBe('ended');
    expect(yard.reports).toEqual([
      'the worker waits: the engine does not answer',
      'the worker is ready again',
    ]);
  });

  it('hands a plan back when the world is out of order, however often, and runs it when all is well', async () => {
    await using yard = await openYard();
    let starts = 0;
    let problem: string | null = null;
    await yard.openWorkQueue().work({
      platform,
      slots: 1,
      worker: 'w1',
      readiness: async () => problem,
      carryOut: async () => {
        starts++;
        // More often than a worker's bugs or losses are tolerated.
        if (starts < 7) {
          if (starts === 1) problem = 'the engine is gone';
          throw new Outage('the engine is gone');
        }
        return outcomeOf('w1');
      },
    });
    await yard.dispatcher.dispatch(planOf(id), usual);
    await eventually(() => yard.reports).toContain('the worker waits: the engine is gone');
    expect(starts).toBe(1);
    expect(await yard.dispatcher.locate(id, platform)).toBe('queued');
    problem = null;
    await eventually(() => yard.dispatcher.takeEnded(1)).toEqual([
      { id, platform, result: { kind: 'outcome', outcome: outcomeOf('w1') } },
    ]);
    expect(starts).toBe(7);
  }, 15_000);

  it('that has a bug meets the plan five times, then it is given back as one that costs workers', async () => {
    await using yard = await openYard();
    let starts = 0;
    await yard.openWorkQueue().work({
      platform,
      slots: 1,
      worker: 'w1',
      readiness: ready,
      carryOut: async () => {
        starts++;
        throw new TypeError('undefined is not a function');
      },
    });
    await yard.dispatcher.dispatch(planOf(id), usual);
    await eventually(() => yard.dispatcher.takeEnded(1)).toEqual([
      { id, platform, result: { kind: 'worker-lost', times: 5 } },
    ]);
    expect(starts).toBe(5);
    expect(yard.reports[0]).toMatch(/^attempt 17\.2 met a bug of the worker: TypeError: undefined is not/);
  });

  it('told to stop takes no more, and waits for what it runs', async () => {
    await using yard = await openYard();
    const bench = openBench();
    const session = await yard
      .openWorkQueue()
      .work({ ...bench, platform, slots: 1, worker: 'w1', readiness: ready });
    await yard.dispatcher.dispatch(planOf(id), usual);
    await eventually(bench.attempts).toEqual([id]);
    const stopped = session.stop(10_000);
    await yard.dispatcher.dispatch(planOf('18.1'), usual);
    bench.finish(id);
    await stopped;
    expect(bench.signalOf(id)?.aborted).toBe(false);
    expect(await yard.dispatcher.locate(id, platform)).toBe('ended');
    expect(await yard.dispatcher.locate(attemptId('18.1'), platform)).toBe('queued');
    expect(bench.attempts()).toEqual([id]);
  });

  it('told to stop soon hands back what it runs at once, for another worker', async () => {
    await using yard = await openYard();
    const first = openBench();
    const second = openBench();
    const session = await yard
      .openWorkQueue()
      .work({ ...first, platform, slots: 2, worker: 'w1', readiness: ready });
    const ids = ['17.2', '18.1'].map(attemptId);
    for (const [priority, attempt] of ids.entries()) {
      second.finish(attempt);
      await yard.dispatcher.dispatch(planOf(attempt), { platform, priority });
    }
    await eventually(first.attempts).toEqual(ids);
    await session.stop(0);
    for (const attempt of ids) {
      expect(first.signalOf(attempt)?.aborted).toBe(true);
      expect(await yard.dispatcher.locate(attempt, platform)).toBe('queued');
    }
    await yard.openWorkQueue().work({ ...second, platform, slots: 1, worker: 'w2', readiness: ready });
    await eventually(async () => (await yard.dispatcher.takeEnded(10)).length).toBe(2);
    expect(second.begun).toHaveLength(2);
  }, 15_000);

  it('hands back even what ignores its signal', async () => {
    await using yard = await openYard();
    const begun = Promise.withResolvers<void>();
    const session = await yard.openWorkQueue().work({
      platform,
      slots: 1,
      worker: 'w1',
      readiness: ready,
      carryOut: () => {
        begun.resolve();
        return Promise.withResolvers<never>().promise;
      },
    });
    await yard.dispatcher.dispatch(planOf(id), usual);
    // Redis says "running" a moment before the worker does.
    await begun.promise;
    await session.stop(0);
    expect(await yard.dispatcher.locate(id, platform)).toBe('queued');
    expect(yard.reports).toContain('attempt 17.2 does not stop; it is handed back while it still runs');
  }, 15_000);

  it('with a name that can not be a connection name is refused', async () => {
    await using yard = await openYard();
    const working = yard
      .openWorkQueue()
      .work({ ...openBench(), platform, slots: 1, worker: 'two words', readiness: ready });
    await expect(working).rejects.toThrow('"two words" can\'t name a worker');
  });
});
