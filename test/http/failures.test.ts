import { expect, test } from 'vitest';
import type { Failure } from '../../src/domain/failure.ts';
import { BuildList } from '../../src/http/contract/build.ts';
import { FailureClusters, RetriedBuilds } from '../../src/http/contract/failure-cluster.ts';
import { addBuildOf } from '../contracts/catalogue-samples.ts';
import { openFarm, type FarmUnderTest } from './farm-under-test.ts';

const lacks = (program: string): Failure => ({
  kind: 'missing-program',
  program,
  line: `${program}: not found`,
});
const cause = 'missing-program:cargo';

const fail = (farm: FarmUnderTest, name: string, failure: Failure) =>
  addBuildOf(farm.catalogue, name, { state: { name: 'failed', failure, inputs: null } });
const retry = (farm: FarmUnderTest, json: unknown, token = farm.tokens.build) =>
  farm.ask('/api/failures/retry', { method: 'POST', token, json });

test('builds that failed of the same are one cause, which can be listed and filtered by', async () => {
  await using farm = await openFarm();
  const one = await fail(farm, 'one', lacks('cargo'));
  const two = await fail(farm, 'two', lacks('cargo'));
  await fail(farm, 'three', lacks('swig'));
  const { clusters } = FailureClusters.parse(await (await farm.ask('/api/failures')).json());
  expect(clusters).toMatchObject([
    { cause, sentence: 'missing program: cargo', kind: 'missing-program', blame: 'package', builds: 2 },
    { builds: 1 },
  ]);
  expect(clusters[0]?.samples.map(({ id }) => id)).toEqual([two.id, one.id]);
  const listed = await farm.ask(`/api/builds?cause=${encodeURIComponent(cause)}`);
  expect(BuildList.parse(await listed.json()).builds.map(({ id }) => id)).toEqual([two.id, one.id]);
  expect((await farm.ask('/api/failures?limit=0')).status).toBe(400);
  expect((await farm.ask('/api/failures?limit=101')).status).toBe(400);
  expect((await farm.ask(`/api/builds?cause=${'x'.repeat(201)}`)).status).toBe(400);
});

test('all builds of a cause are built again, page by page, and no other', async () => {
  await using farm = await openFarm();
  for (let count = 0; count < 203; count += 1) await fail(farm, `p${count}`, lacks('cargo'));
  const other = await fail(farm, 'other', lacks('swig'));
  const first = RetriedBuilds.parse(await (await retry(farm, { cause })).json());
  expect([first.retried.length, first.next]).toEqual([200, first.retried.at(-1)]);
  const second = RetriedBuilds.parse(await (await retry(farm, { cause, before: first.next })).json());
  expect([second.retried.length, second.next]).toEqual([3, null]);
  expect(await farm.catalogue.countBuilds()).toMatchObject({ queued: 203, failed: 1 });
  expect(await farm.catalogue.findBuild(other.id)).toMatchObject({ state: { name: 'failed' } });
  expect(farm.changes.count).toBe(2);
  expect((await retry(farm, { cause })).status).toBe(404);
}, 20_000);

test('trying a cause again needs the scope build and a cause that can be one', async () => {
  await using farm = await openFarm();
  await fail(farm, 'one', lacks('cargo'));
  expect((await retry(farm, { cause }, farm.tokens.upload)).status).toBe(403);
  for (const json of [
    {},
    { cause: '' },
    { cause: 'x'.repeat(201) },
    { cause, before: 0 },
    { cause, all: true },
  ])
    expect((await retry(farm, json)).status).toBe(400);
  expect((await retry(farm, { cause: 'missing-program:nothing' })).status).toBe(404);
  expect(farm.changes.count).toBe(0);
});
