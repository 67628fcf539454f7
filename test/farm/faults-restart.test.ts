import { mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { RequestedBuilds } from '../../src/http/contract/build.ts';
import { SdistView } from '../../src/http/contract/sdist.ts';
import { renderSocketUrl } from '../../src/queue/connection.ts';
import { socketPath } from '../../src/queue/redis-process.ts';
import { containersOf } from './docker.ts';
import { filesBelow, openTestFarm, type TestFarm } from './open-test-farm.ts';
import { openTestServer } from './open-test-server.ts';
import { giveSign, makePatientSdist, type Stage } from './patient-sdist.ts';
import {
  endOf,
  eventually,
  onceBuilt,
  attemptsOf,
  watchContainers,
  sandboxOf,
  untilItWaits,
} from './witness.ts';

const target = 'debian-12-cp311-amd64';

let sdists = '';

beforeAll(async () => {
  sdists = await mkdtemp(join(tmpdir(), 'wy-faults-'));
});
afterAll(() => rm(sdists, { recursive: true }));

async function build(farm: Pick<TestFarm, 'build'>, name: string, stage: Stage): Promise<number> {
  return (await farm.build(await makePatientSdist(sdists, { name, stage }), [target])).get(target) ?? 0;
}

test('a farm that is stopped with builds running and queued builds them all when it is started again', async () => {
  const folder = join(sdists, 'farm');
  const redisUrl = renderSocketUrl(socketPath(join(folder, 'redis')));
  const environment = { WHEELYARD_TARGETS: target, WHEELYARD_WORKER_SLOTS: '1', WHEELYARD_STOP_GRACE: '0s' };
  const ids: number[] = [];
  {
    await using first = await openTestFarm({ folder, environment });
    ids.push(await build(first, 'running_once', 'build'));
    await untilItWaits(first, ids[0] ?? 0);
    ids.push(await build(first, 'queued_once', 'nowhere'), await build(first, 'queued_twice', 'nowhere'));
  }
  expect(await containersOf(redisUrl)).toEqual([]);
  await using second = await openTestFarm({ folder, environment });
  await giveSign(await sandboxOf(redisUrl, `${ids[0]}.1`));
  for (const id of ids) expect(await endOf(second, id)).toEqual(onceBuilt);
});

test('a build that ends while the server is away is kept by its worker until the server is back, and not run again', async () => {
  await using server = await openTestServer();
  using watch = await watchContainers();
  const worker = await server.startWorker({ name: 'steady' });
  const id = await build(server, 'server_away', 'build');
  await untilItWaits(server, id);
  const sandbox = await sandboxOf(server.redisUrl, `${id}.1`);
  await server.stopServe();
  await giveSign(sandbox);
  await eventually(() => containersOf(server.redisUrl)).toEqual([]);
  await server.startServe();
  expect(await endOf(server, id)).toEqual(onceBuilt);
  expect(attemptsOf(watch.made, server.redisUrl)).toEqual([`${id}.1`, `${id}.2`]);
  expect(await filesBelow(join(worker.folder, 'scratch'))).toEqual([]);
});

test('a build whose sdist can not be read for a while is no failure: it waits', async () => {
  await using farm = await openTestFarm({ environment: { WHEELYARD_TARGETS: target } });
  const redisUrl = renderSocketUrl(socketPath(join(farm.folder, 'redis')));
  using watch = await watchContainers();
  const file = await makePatientSdist(sdists, { name: 'sdist_away', stage: 'nowhere' });
  const { sha256 } = SdistView.parse(await (await farm.upload(file)).json());
  const shard = join(farm.folder, 'blobs', sha256.slice(0, 2));
  expect(await readdir(shard)).toContain(sha256.slice(2));
  await rename(shard, `${shard}-away`);
  const asked = await farm.request('POST', '/api/builds', { sdist: sha256, targets: [target] });
  const id = RequestedBuilds.parse(await asked.json()).builds[0]?.build.id ?? 0;
  await eventually(() => attemptsOf(watch.made, redisUrl).length).toBeGreaterThan(1);
  await rename(`${shard}-away`, shard);
  expect(await endOf(farm, id)).toEqual(onceBuilt);
});
