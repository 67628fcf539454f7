import { expect, test } from 'vitest';
import { findAttention, type KnownState } from '../../src/dashboard/overview/find-attention.ts';
import { plotHours, rateOf } from '../../src/dashboard/overview/plot-hours.ts';
import type { WorkerView } from '../../src/http/contract/worker.ts';

const nothing: KnownState = {
  queue: undefined,
  workers: undefined,
  storage: undefined,
  upstreams: undefined,
  publishers: undefined,
};
const worker: WorkerView = {
  name: 'host-1',
  platform: 'linux/amd64',
  state: 'idle',
  problem: null,
  slots: 2,
  startedAt: 1,
  lastSeenAt: 1,
  running: [],
  outages: 0,
  lastOutage: null,
  host: null,
};
const builds = {
  queued: 0,
  waiting: 0,
  building: 0,
  verifying: 0,
  publishing: 0,
  held: 0,
  succeeded: 0,
  failed: 0,
  blocked: 0,
  cancelled: 0,
};
const disk = { totalBytes: 100 * 1024 ** 3, freeBytes: 5 * 1024 ** 3, state: 'low' } as const;

test('of a farm that is well, or of which nothing is known yet, nothing needs attention', () => {
  expect(findAttention(nothing)).toEqual([]);
  expect(findAttention({ ...nothing, workers: [worker] })).toEqual([]);
});

test('what keeps work from being done comes before what may keep it from being done', () => {
  const found = findAttention({
    ...nothing,
    queue: {
      builds,
      platforms: [
        { platform: 'linux/arm64', queued: 3, running: 0, slots: 0, etaMilliseconds: null },
        { platform: 'linux/amd64', queued: 3, running: 0, slots: 2, etaMilliseconds: 1 },
      ],
      workers: [],
      running: [],
    },
    workers: [{ ...worker, state: 'waiting', problem: 'no engine' }],
    storage: { measuredAt: null, parts: [], disk },
  });
  expect(found.map(({ health, words }) => `${health}: ${words}`)).toEqual([
    'bad: 3 attempts for linux/arm64 wait, and no worker of that platform is there',
    'bad: host-1 takes no work: no engine',
    'troubled: the server has 5.0 GiB of 100.0 GiB of its disk left',
  ]);
});

test('the disk of a worker that is gone is nobody’s business', () => {
  const host = { version: '1', engine: null, memoryBytes: 1, disk };
  const pathsOf = (state: WorkerView['state']) =>
    findAttention({ ...nothing, workers: [{ ...worker, state, host }] }).map(({ path }) => path);
  expect(pathsOf('idle')).toEqual(['/workers/host-1']);
  expect(pathsOf('gone')).toEqual([]);
});

const hour = { at: 0, succeeded: 6, failed: 2, farmFault: 0, medianMilliseconds: 1 };

test('bars end at a round number, and an hour in which nothing ended has no rate', () => {
  const { bars, most } = plotHours([hour, { ...hour, succeeded: 0, failed: 0 }]);
  expect(most).toBe(10);
  expect(bars[0]).toMatchObject({ succeeded: 0.6, failed: 0.2, farmFault: 0 });
  expect(rateOf(hour)).toBe(0.75);
  expect(rateOf({ ...hour, succeeded: 0, failed: 0 })).toBeNull();
  expect(plotHours([]).most).toBe(1);
  expect(plotHours([{ ...hour, succeeded: 250, failed: 0 }]).most).toBe(500);
});
