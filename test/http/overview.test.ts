import { mkdir, mkdtempDisposable, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { judgeSpace } from '../../src/domain/disk-space.ts';
import { measureParts } from '../../src/farm/storage.ts';
import { QueueView } from '../../src/http/contract/farm.ts';
import { StatisticsView } from '../../src/http/contract/statistics.ts';
import { StorageView } from '../../src/http/contract/storage.ts';
import { WorkerDetail, WorkerList } from '../../src/http/contract/worker.ts';
import { carryOut } from '../contracts/carry-out-sample.ts';
import { addBuildOf, nextAttempt, queued } from '../contracts/catalogue-samples.ts';
import { openFarm, trixie, type FarmUnderTest } from './farm-under-test.ts';

const hour = 3_600_000;
const answerOf = async (farm: FarmUnderTest, path: string): Promise<unknown> => (await farm.ask(path)).json();

test('workers are shown with what they say of themselves and what they run; one that went away as gone', async () => {
  await using farm = await openFarm();
  const build = await addBuildOf(farm.catalogue, 'lxml');
  const attempt = await farm.catalogue.addAttempt(build.id, nextAttempt);
  if (attempt === null) throw new Error('the build is queued');
  farm.dispatcher.occupy([attempt.id]);
  await farm.liveLogs.append(attempt.id, [{ number: 0, at: 70, phase: 'build', voice: 'build', text: 'cc' }]);
  const { workers } = WorkerList.parse(await answerOf(farm, '/api/workers'));
  const running = {
    attempt: attempt.id,
    build: build.id,
    project: 'lxml',
    progress: { phase: 'build', startedAt: 70, phaseSince: 70 },
  };
  expect(workers).toMatchObject([
    {
      name: 'host-1',
      state: 'working',
      slots: 2,
      running: [running],
      lastSeenAt: farm.time.now - 1000,
      host: { engine: 'Engine 27.5.1', disk: { state: 'well' } },
    },
    { name: 'host-2', state: 'gone', running: [], lastSeenAt: farm.time.now - 120_000 },
  ]);
  const queue = QueueView.parse(await answerOf(farm, '/api/queue'));
  expect(queue.running).toEqual([{ attempt: attempt.id, phase: 'build', startedAt: 70, phaseSince: 70 }]);
});

test('a worker is shown with what it carried out, page by page, also when nobody but the history knows it', async () => {
  await using farm = await openFarm();
  for (const [index, name] of ['a', 'b', 'c'].entries()) {
    const work = { milliseconds: 100, endedAt: farm.time.now + index, worker: 'old-host' };
    await carryOut(farm.catalogue, await addBuildOf(farm.catalogue, name), work);
  }
  const first = WorkerDetail.parse(await answerOf(farm, '/api/workers/old-host?limit=2'));
  expect(first).toMatchObject({
    name: 'old-host',
    state: 'gone',
    lastSeenAt: farm.time.now + 2,
    attempts: [{ build: 3, outcome: 'built', failure: null }, { build: 2 }],
  });
  const path = `/api/workers/old-host?limit=2&before=${first.next}`;
  const second = WorkerDetail.parse(await answerOf(farm, path));
  expect([second.attempts.map(({ build }) => build), second.next]).toEqual([[1], null]);
  expect((await farm.ask('/api/workers/nobody')).status).toBe(404);
  expect((await farm.ask('/api/workers/host-1')).status).toBe(200);
  expect((await farm.ask('/api/workers/a%20b')).status).toBe(400);
});

test('the queue of a platform is expected to take what its builds took before, over the slots', async () => {
  await using farm = await openFarm();
  const { catalogue } = farm;
  const build = await addBuildOf(catalogue, 'lxml');
  await carryOut(catalogue, build, { milliseconds: 60_000, endedAt: farm.time.now });
  await catalogue.moveBuild(build.id, { from: 'succeeded', to: queued, at: farm.time.now });
  await addBuildOf(catalogue, 'lxml', { target: trixie.name });
  await addBuildOf(catalogue, 'never-built');
  const { platforms } = QueueView.parse(await answerOf(farm, '/api/queue'));
  expect(platforms).toMatchObject([
    { platform: 'linux/amd64', etaMilliseconds: 90_000 },
    { platform: 'linux/arm64', etaMilliseconds: null },
  ]);
});

test('statistics have every hour that is asked for, with how its builds ended', async () => {
  await using farm = await openFarm();
  const { catalogue } = farm;
  const now = 7 * hour + 60_000;
  farm.time.now = now;
  await carryOut(catalogue, await addBuildOf(catalogue, 'a'), { milliseconds: 4000, endedAt: now });
  await carryOut(catalogue, await addBuildOf(catalogue, 'b'), {
    milliseconds: 4000,
    endedAt: now - 2 * hour,
  });
  await carryOut(catalogue, await addBuildOf(catalogue, 'c'), {
    milliseconds: 4000,
    endedAt: now - 5 * hour,
  });
  const shown = StatisticsView.parse(await answerOf(farm, '/api/statistics?hours=3'));
  expect(shown.hours.map(({ at, succeeded }) => [at, succeeded])).toEqual([
    [5 * hour, 1],
    [6 * hour, 0],
    [7 * hour, 1],
  ]);
  expect(shown.total).toMatchObject({ succeeded: 2, failed: 0, farmFault: 0 });
  const median = shown.total.medianMilliseconds ?? 0;
  expect(Math.abs(median - 4000)).toBeLessThan(400);
  expect((await farm.ask('/api/statistics?hours=745')).status).toBe(400);
});

test('storage says what is left of the disk, and nothing of the folder before it was measured', async () => {
  await using farm = await openFarm();
  const { disk, measuredAt } = StorageView.parse(await answerOf(farm, '/api/storage'));
  expect(measuredAt).toBeNull();
  expect(disk?.freeBytes).toBeGreaterThan(0);
});

test('a data folder is measured part by part, the largest first', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'wheelyard-storage-'));
  const put = async (path: string, bytes: number): Promise<void> => {
    await mkdir(join(folder.path, path, '..'), { recursive: true });
    await writeFile(join(folder.path, path), Buffer.alloc(bytes));
  };
  await put('blobs/ab/one', 500);
  await put('blobs/cd/two', 500);
  await put('catalogue.db', 70);
  await put('catalogue.db-wal', 30);
  await put('redis/dump.rdb', 20);
  await put('lock', 1);
  const running = new AbortController();
  expect(await measureParts(folder.path, running.signal)).toEqual([
    { part: 'blobs', bytes: 1000, files: 2 },
    { part: 'catalogue', bytes: 100, files: 2 },
    { part: 'queue', bytes: 20, files: 1 },
    { part: 'other', bytes: 1, files: 1 },
  ]);
  running.abort();
  expect(await measureParts(folder.path, running.signal)).toBeNull();
});

test.each([
  [500, 100, 'well'],
  [500, 19, 'low'],
  [500, 1, 'critical'],
  [40, 5, 'well'],
  [40, 3, 'low'],
  [40, 1, 'critical'],
])('of a disk of %d GiB, %d GiB left is %s', (total, free, state) => {
  expect(judgeSpace({ totalBytes: total * 1024 ** 3, freeBytes: free * 1024 ** 3 })).toBe(state);
});
