import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { PublisherName } from '../../src/domain/publisher.ts';
import { sha256Of } from '../../src/domain/sha256.ts';
import { pruneIndex } from '../../src/farm/prune-index.ts';
import type { IndexFile } from '../../src/farm/records.ts';
import { addBuildOf, bookworm, indexFileOf, projectNamed } from '../contracts/catalogue-samples.ts';
import { openSchedulerFarm, type SchedulerFarm } from './scheduler-farm.ts';

const rule = { keep: 1, milliseconds: 1000 };

/** `demo 1.0`, then its builds 1 and 2, each published an hour after the other; the last is what its build stands for. */
async function publishThree(farm: SchedulerFarm): Promise<readonly IndexFile[]> {
  const build = await addBuildOf(farm.catalogue, 'demo');
  const plain = indexFileOf(build.id, { node: bookworm, name: 'demo', version: '1.0' });
  const files = ['', '1-', '2-'].map((tag, index) => {
    const filename = `demo-1.0-${tag}py3-none-any.whl`;
    return { ...plain, filename, sha256: sha256Of(filename), publishedAt: index * 3_600_000 };
  });
  for (const file of files) await farm.catalogue.publishFile(file);
  return files;
}

const listed = async (farm: SchedulerFarm): Promise<readonly string[]> =>
  (await farm.catalogue.listFiles({ nodes: [bookworm], project: projectNamed('demo') })).map(
    ({ filename }) => filename,
  );

test('old builds of a wheel go out of the index when that is asked for, and not when it is tried', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'wy-prune-'));
  const farm = await openSchedulerFarm(folder.path);
  await using _closed = farm.catalogue;
  const files = await publishThree(farm);
  const changes: string[] = [];
  farm.catalogue.onIndexChange(({ project }) => void changes.push(project));
  const would = await pruneIndex(farm, { rule, dry: true, most: 10 });
  expect(would.map(({ filename }) => filename)).toHaveLength(2);
  expect([(await listed(farm)).length, changes]).toEqual([3, []]);
  expect(await pruneIndex(farm, { rule, dry: false, most: 1 })).toHaveLength(1);
  expect(await pruneIndex(farm, { rule, dry: false, most: 10 })).toHaveLength(1);
  expect([await listed(farm), changes]).toEqual([[files[2]?.filename], ['demo', 'demo']]);
  expect(await pruneIndex(farm, { rule, dry: false, most: 10 })).toEqual([]);
});

test('a name that is gone stays bound to its hash', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'wy-prune-'));
  const farm = await openSchedulerFarm(folder.path);
  await using _closed = farm.catalogue;
  const [first] = await publishThree(farm);
  if (first === undefined) throw new Error('nothing was published');
  await pruneIndex(farm, { rule, dry: false, most: 10 });
  expect(await farm.catalogue.publishFile({ ...first, sha256: sha256Of('other') })).toBe('taken');
  expect(await farm.catalogue.publishFile(first)).toBe('published');
});

test('a file that a build stands for, or that is on its way to a publisher, stays', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'wy-prune-'));
  const farm = await openSchedulerFarm(folder.path);
  await using _closed = farm.catalogue;
  const [first, second] = await publishThree(farm);
  if (first === undefined || second === undefined) throw new Error('nothing was published');
  // Another target was answered by the first build's wheel.
  await addBuildOf(farm.catalogue, 'demo', {
    target: 'debian-13-cp313-amd64' as typeof bookworm,
    state: {
      name: 'succeeded',
      wheel: first.sha256,
      filename: first.filename,
      answeredBy: null,
      degradation: null,
      rebuilt: null,
    },
  });
  const publisher = 'devpi' as PublisherName;
  await farm.catalogue.feedOutbox({ publisher, nodes: [bookworm], limit: 10, at: 1 });
  expect(await pruneIndex(farm, { rule, dry: false, most: 10 })).toEqual([]);
  for (const { id } of await farm.catalogue.listDueOutbox({ publisher, now: 2, limit: 10 }))
    await farm.catalogue.moveOutbox(id, { from: 'pending', to: { name: 'sent', at: 2 } });
  const gone = await pruneIndex(farm, { rule, dry: false, most: 10 });
  expect(gone.map(({ filename }) => filename)).toEqual([second.filename]);
});
