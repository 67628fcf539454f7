import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { renderSocketUrl } from '../../src/queue/connection.ts';
import { socketPath } from '../../src/queue/redis-process.ts';
import { containersOf, docker } from './docker.ts';
import { openEngineProxy, type EngineProxy } from './engine-proxy.ts';
import { filesBelow, openTestFarm, type TestFarm } from './open-test-farm.ts';
import { giveSign, makePatientSdist, type Stage } from './patient-sdist.ts';
import { endOf, eventually, onceBuilt, sandboxOf, stateOf, untilItWaits } from './witness.ts';

const target = 'debian-12-cp311-amd64';

let folder = '';
let proxy: EngineProxy;
let farm: TestFarm;
let redisUrl = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wy-faults-'));
  proxy = await openEngineProxy(folder);
});
afterAll(async () => {
  await proxy[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});
beforeEach(async () => {
  proxy.mend();
  farm = await openTestFarm({ environment: { WHEELYARD_TARGETS: target, DOCKER_HOST: proxy.host } });
  redisUrl = renderSocketUrl(socketPath(join(farm.folder, 'redis')));
});
afterEach(() => farm[Symbol.asyncDispose]());

async function build(name: string, stage: Stage): Promise<number> {
  return (await farm.build(await makePatientSdist(folder, { name, stage }), [target])).get(target) ?? 0;
}

async function beginBuild(name: string): Promise<{ id: number; sandbox: string }> {
  const id = await build(name, 'build');
  await untilItWaits(farm, id);
  return { id, sandbox: await sandboxOf(redisUrl, `${id}.1`) };
}

/** The worker has seen often enough that there is no engine. */
async function untilTurnedAway(): Promise<void> {
  const before = proxy.turnedAway();
  await eventually(proxy.turnedAway).toBeGreaterThan(before + 2);
}

/** Another sandbox runs for the attempt, the former one is gone, and nothing is left in the end; how it ended. */
async function finishInAnother(id: number, former: string): ReturnType<typeof endOf> {
  await eventually(() => containersOf(redisUrl)).not.toContain(former.slice(0, 12));
  await giveSign(await sandboxOf(redisUrl, `${id}.1`));
  const end = await endOf(farm, id);
  expect(await containersOf(redisUrl)).toEqual([]);
  expect(await filesBelow(join(farm.folder, 'scratch'))).toEqual([]);
  return end;
}

test('an engine that goes away in mid-build is no failure: the build waits for it, runs again, and the orphan is removed', async () => {
  const { id, sandbox } = await beginBuild('engine_gone');
  proxy.breakOff();
  await untilTurnedAway();
  expect(await stateOf(farm, id)).toBe('building');
  expect(await containersOf(redisUrl)).toEqual([sandbox.slice(0, 12)]);
  proxy.mend();
  expect(await finishInAnother(id, sandbox)).toEqual(onceBuilt);
});

test('an engine that is away only for a moment costs the run that it cut off, never the build', async () => {
  const { id, sandbox } = await beginBuild('engine_blinked');
  proxy.breakOff();
  proxy.mend();
  expect(await finishInAnother(id, sandbox)).toEqual(onceBuilt);
});

test('builds that are asked for while there is no engine wait for it', async () => {
  proxy.breakOff();
  const ids = [await build('no_engine_one', 'nowhere'), await build('no_engine_two', 'nowhere')];
  await untilTurnedAway();
  expect(await Promise.all(ids.map((id) => stateOf(farm, id)))).toEqual(['queued', 'queued']);
  proxy.mend();
  for (const id of ids) expect(await endOf(farm, id)).toEqual(onceBuilt);
});

test('a sandbox that is killed from outside is not the fault of the package: the build runs again', async () => {
  const { id, sandbox } = await beginBuild('killed_from_outside');
  await docker('kill', sandbox);
  expect(await finishInAnother(id, sandbox)).toEqual(onceBuilt);
});
