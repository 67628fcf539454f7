import { describe, expect, it } from 'vitest';
import { openLiveLogs } from '../../src/queue/live-logs.ts';
import { attemptId, eventually, lineOf, openYard, type Yard } from './yard.ts';

const id = attemptId('17.2');
const lines = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => lineOf(from + index));

const openLogs = (yard: Yard, times?: { runningMilliseconds: number; finishedMilliseconds: number }) =>
  openLiveLogs({ url: yard.redis.url, report: () => {}, ...(times && { times }) });

describe('live logs', () => {
  it('are read from any line on, also from the middle of what was appended at once', async () => {
    await using yard = await openYard();
    await using logs = openLogs(yard);
    await logs.append(id, lines(0, 7));
    await logs.append(id, lines(7, 9));
    for (const from of [0, 3, 6, 7, 8, 9, 50]) {
      const expected = { lines: lines(0, 9).slice(from), ended: false };
      expect(await logs.read(id, { from, limit: 100 })).toEqual(expected);
    }
  });

  it('keep what is sent twice once, also when it is sent again with more', async () => {
    await using yard = await openYard();
    await using logs = openLogs(yard);
    await logs.append(id, lines(0, 5));
    await logs.append(id, lines(0, 5));
    await logs.append(id, lines(2, 8));
    expect(await logs.read(id, { from: 0, limit: 100 })).toEqual({ lines: lines(0, 8), ended: false });
  });

  it('tell the next worker where a lost one stopped', async () => {
    await using yard = await openYard();
    await using logs = openLogs(yard);
    expect(await logs.nextNumber(id)).toBe(0);
    await logs.append(id, lines(0, 450));
    expect(await logs.nextNumber(id)).toBe(450);
  });

  it('are read in pages to the very end, and are over only then', async () => {
    await using yard = await openYard();
    await using logs = openLogs(yard);
    for (let from = 0; from < 1000; from += 10) await logs.append(id, lines(from, from + 10));
    await logs.finish(id);
    const read: number[] = [];
    for (let page = await logs.read(id, { from: 0, limit: 300 }); ;) {
      expect(page.lines.length).toBeLessThanOrEqual(300);
      read.push(...page.lines.map((line) => line.number));
      if (page.ended) break;
      page = await logs.read(id, { from: read.length, limit: 300 });
    }
    expect(read).toEqual(Array.from({ length: 1000 }, (_, index) => index));
  });

  it('know what stands in them without being read; what came twice counts once', async () => {
    await using yard = await openYard();
    await using logs = openLogs(yard);
    expect(await logs.readOutline(id)).toEqual({ first: 0, runs: [] });
    const unpacked = lines(0, 3).map((line) => ({ ...line, phase: 'unpack' as const }));
    await logs.append(id, [...unpacked, ...lines(3, 5)]);
    await logs.append(id, [...unpacked, ...lines(3, 5)]);
    await logs.append(id, lines(5, 600));
    const runs = [
      ['unpack', 3],
      ['build', 597],
    ];
    expect(await logs.readOutline(id)).toEqual({ first: 0, runs });
  });

  it('count from the first line that is still there once old ones have given way', async () => {
    await using yard = await openYard();
    await using logs = openLiveLogs({ url: yard.redis.url, report: () => {}, keptBytes: 30_000 });
    await logs.append(
      id,
      lines(0, 300).map((line) => ({ ...line, phase: 'unpack' as const })),
    );
    await logs.append(id, lines(300, 900));
    const { lines: left } = await logs.read(id, { from: 0, limit: 1000 });
    expect(left[0]?.number).toBeGreaterThan(300);
    expect(await logs.readOutline(id)).toEqual({
      first: left[0]?.number,
      runs: [['build', left.length]],
    });
  });

  it('that nobody has begun are empty and not over', async () => {
    await using yard = await openYard();
    await using logs = openLogs(yard);
    expect(await logs.read(id, { from: 0, limit: 10 })).toEqual({ lines: [], ended: false });
  });

  it('are forgotten a while after the end, and after a longer while without news', async () => {
    await using yard = await openYard();
    await using logs = openLogs(yard, { runningMilliseconds: 60_000, finishedMilliseconds: 100 });
    await logs.append(id, lines(0, 5));
    const keys = await yard.raw.keys('wheelyard:log:*');
    for (const key of keys) expect(await yard.raw.pttl(key)).toBeGreaterThan(50_000);
    await logs.finish(id);
    await eventually(() => yard.raw.keys('wheelyard:log:*')).toEqual([]);
  });

  it('give way at their old end when a build prints without end', async () => {
    await using yard = await openYard();
    const keptBytes = 256 * 1024;
    await using logs = openLiveLogs({ url: yard.redis.url, report: () => {}, keptBytes });
    for (let number = 0; number < 64; number++) await logs.append(id, [lineOf(number, 'x'.repeat(16_384))]);
    expect(await yard.raw.memory('USAGE', `wheelyard:log:${id}`, 'SAMPLES', 0)).toBeLessThan(2 * keptBytes);
    const { lines: kept } = await logs.read(id, { from: 0, limit: 100 });
    expect(kept.at(-1)?.number).toBe(63);
    expect(kept[0]?.number).toBeGreaterThan(45);
  });

  it('tell how far each attempt is: since when it runs, what it does, and since when that', async () => {
    await using yard = await openYard();
    await using logs = openLogs(yard);
    const other = attemptId('18.1');
    const [first, second, third, fourth] = lines(0, 4).map((line, index) => ({
      ...line,
      phase: index < 2 ? ('unpack' as const) : ('build' as const),
    }));
    if (!first || !second || !third || !fourth) throw new Error('there are four lines');
    await logs.append(id, [first, second]);
    expect(await logs.readProgress([other, id])).toEqual([
      null,
      { startedAt: first.at, phase: 'unpack', phaseSince: first.at },
    ]);
    await logs.append(id, [third]);
    await logs.append(id, [fourth]);
    await logs.append(other, [{ ...first, phase: 'image' }, third]);
    expect(await logs.readProgress([other, id])).toEqual([
      { startedAt: first.at, phase: 'build', phaseSince: third.at },
      { startedAt: first.at, phase: 'build', phaseSince: third.at },
    ]);
    expect(await logs.readProgress([])).toEqual([]);
  });
});
