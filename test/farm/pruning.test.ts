import { mkdtempDisposable, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openDiskBlobs } from '../../src/blobs/disk-blobs.ts';
import { readConfig } from '../../src/config.ts';
import { sha256Of } from '../../src/domain/sha256.ts';
import { openPruning, type PruneEvent } from '../../src/farm/pruning.ts';
import { addBuildOf, bookworm, indexFileOf } from '../contracts/catalogue-samples.ts';
import { openSchedulerFarm } from './scheduler-farm.ts';

const minute = 60_000;
const day = 24 * 60 * minute;

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'setInterval'] }));
afterEach(() => void vi.useRealTimers());

/** A farm with a blob that nothing names and a wheel that a newer build replaced, pruned as the settings say. */
async function openPrunedFarm(settings: Readonly<Record<string, string>>) {
  await using opened = new AsyncDisposableStack();
  const folder = opened.use(await mkdtempDisposable(join(tmpdir(), 'wy-pruning-')));
  const farm = await openSchedulerFarm(folder.path);
  opened.use(farm.catalogue);
  const blobs = await openDiskBlobs({ folder: join(folder.path, 'blobs') });
  const putUnnamed = async (): Promise<void> => {
    const { sha256 } = await blobs.put(Readable.from(['of nobody']));
    await utimes(join(folder.path, 'blobs', sha256.slice(0, 2), sha256.slice(2)), 1, 1);
  };
  await putUnnamed();
  const build = await addBuildOf(farm.catalogue, 'demo');
  const plain = indexFileOf(build.id, { node: bookworm, name: 'demo', version: '1.0' });
  const filename = 'demo-1.0-1-py3-none-any.whl';
  await farm.catalogue.publishFile(plain);
  await farm.catalogue.publishFile({ ...plain, filename, sha256: sha256Of(filename), publishedAt: 6000 });
  const { pruning: daily } = readConfig(settings);
  const ports = { catalogue: farm.catalogue, blobs, clock: farm.clock };
  const pruning = opened.use(openPruning(ports, daily));
  const events: PruneEvent[] = [];
  pruning.onPruned((event) => void events.push(event));
  const listFiles = async (): Promise<number> =>
    (await farm.catalogue.listFiles({ nodes: [bookworm], project: plain.project })).length;
  const isKept = () => blobs.has(sha256Of('of nobody'));
  const all = opened.move();
  return { pruning, events, listFiles, isKept, putUnnamed, [Symbol.asyncDispose]: () => all.disposeAsync() };
}

test('a server removes what nothing names soon after its start and then each day, and no file of an index', async () => {
  await using farm = await openPrunedFarm({});
  vi.advanceTimersByTime(9 * minute);
  expect(farm.events).toEqual([]);
  vi.advanceTimersByTime(minute);
  await vi.waitUntil(() => farm.events.length === 1);
  expect(farm.events).toMatchObject([{ event: 'pruned', files: 0, sweep: { blobs: 1, bytes: 9 } }]);
  expect([await farm.isKept(), await farm.listFiles()]).toEqual([false, 2]);
  await farm.putUnnamed();
  vi.advanceTimersByTime(day);
  await vi.waitUntil(() => farm.events.length === 2);
  expect(await farm.isKept()).toBe(false);
});

test('old builds of wheels leave the indexes by themselves where a setting says how many stay', async () => {
  await using farm = await openPrunedFarm({ WHEELYARD_PRUNE_KEEP: '1' });
  vi.advanceTimersByTime(10 * minute);
  await vi.waitUntil(() => farm.events.length === 1);
  expect(farm.events).toMatchObject([{ event: 'pruned', files: 1 }]);
  expect(await farm.listFiles()).toBe(1);
});

test('nothing is removed by itself where that is switched off', async () => {
  await using farm = await openPrunedFarm({ WHEELYARD_PRUNE: 'no', WHEELYARD_PRUNE_KEEP: '1' });
  vi.advanceTimersByTime(3 * day);
  expect([farm.events, await farm.isKept(), await farm.listFiles()]).toEqual([[], true, 2]);
});

test('an order that comes while another is carried out is refused, and the one after it is not', async () => {
  await using farm = await openPrunedFarm({});
  const order = { index: null, keep: { attempts: day, logs: null }, dry: true, most: 1 };
  expect(await Promise.all([farm.pruning.begin(order), farm.pruning.begin(order)])).toEqual([[], null]);
  await farm.pruning.whenSwept();
  expect(farm.pruning.lastSweep()).toMatchObject({ looked: 1, blobs: 1, problem: null });
  expect(await farm.pruning.begin(order)).toEqual([]);
});
