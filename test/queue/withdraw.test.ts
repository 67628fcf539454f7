import { describe, expect, it } from 'vitest';
import { attemptId, eventually, openBench, openYard, outcomeOf, planOf, platform, ready } from './yard.ts';

const id = attemptId('17.2');
const usual = { platform, priority: 0 };

describe('a plan that is taken back', () => {
  it('is never run when it was still queued', async () => {
    await using yard = await openYard();
    const { dispatcher } = yard;
    const bench = openBench();
    await dispatcher.dispatch(planOf(id), usual);
    await dispatcher.dispatch(planOf('18.1'), usual);
    await dispatcher.withdraw(id, platform);
    expect(await dispatcher.locate(id, platform)).toBe('unknown');
    bench.finish('18.1');
    await yard.openWorkQueue().work({ ...bench, platform, slots: 2, worker: 'w1', readiness: ready });
    await eventually(bench.attempts).toEqual(['18.1']);
    expect(await yard.raw.keys(`*${id}*`)).toEqual([]);
  });

  it('is stopped where it runs, and leaves nothing behind', async () => {
    await using yard = await openYard();
    const { dispatcher } = yard;
    const bench = openBench();
    await yard.openWorkQueue().work({ ...bench, platform, slots: 1, worker: 'w1', readiness: ready });
    await dispatcher.dispatch(planOf(id), usual);
    await eventually(() => bench.begun.length).toBe(1);
    await dispatcher.withdraw(id, platform);
    await eventually(() => bench.signalOf(id)?.aborted).toBe(true);
    await eventually(() => dispatcher.locate(id, platform)).toBe('unknown');
    expect(await dispatcher.takeEnded(10)).toEqual([]);
    await eventually(() => yard.raw.keys(`*${id}*`)).toEqual([]);
    expect(bench.begun).toHaveLength(1);
  });

  it('leaves nothing behind either when its worker returns an outcome all the same', async () => {
    await using yard = await openYard();
    const { dispatcher } = yard;
    const begun: AbortSignal[] = [];
    const stubborn = Promise.withResolvers<ReturnType<typeof outcomeOf>>();
    await yard.openWorkQueue().work({
      platform,
      slots: 1,
      worker: 'w1',
      readiness: ready,
      carryOut: (_plan, signal) => {
        begun.push(signal);
        return stubborn.promise;
      },
    });
    await dispatcher.dispatch(planOf(id), usual);
    await eventually(() => begun.length).toBe(1);
    await dispatcher.withdraw(id, platform);
    await eventually(() => begun[0]?.aborted).toBe(true);
    stubborn.resolve(outcomeOf('w1'));
    await eventually(() => yard.raw.keys(`*${id}*`)).toEqual([]);
    expect(await dispatcher.takeEnded(10)).toEqual([]);
  });

  it('is stopped although its worker missed the call', async () => {
    await using yard = await openYard();
    const { dispatcher } = yard;
    const bench = openBench();
    await yard.openWorkQueue().work({ ...bench, platform, slots: 1, worker: 'w1', readiness: ready });
    await dispatcher.dispatch(planOf(id), usual);
    await eventually(() => bench.begun.length).toBe(1);
    // What withdraw leaves for those who don't listen.
    await yard.raw.set(`wheelyard:withdrawn:${id}`, '1');
    await eventually(() => dispatcher.locate(id, platform)).toBe('unknown');
    expect(bench.signalOf(id)?.aborted).toBe(true);
  });

  it('is not given as ended when it ended in the same moment', async () => {
    await using yard = await openYard();
    const { dispatcher } = yard;
    const bench = openBench();
    await yard.openWorkQueue().work({ ...bench, platform, slots: 1, worker: 'w1', readiness: ready });
    await dispatcher.dispatch(planOf(id), usual);
    bench.finish(id);
    await eventually(() => dispatcher.locate(id, platform)).toBe('ended');
    await yard.raw.set(`wheelyard:withdrawn:${id}`, '1');
    expect(await dispatcher.takeEnded(10)).toEqual([]);
    expect(await dispatcher.locate(id, platform)).toBe('unknown');
  });
});
