import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { renderSocketUrl } from '../../src/queue/connection.ts';
import { socketPath } from '../../src/queue/redis-process.ts';
import { containersOf } from './docker.ts';
import { filesBelow, openTestFarm, type TestFarm } from './open-test-farm.ts';
import { giveSign, makePatientSdist, type Stage } from './patient-sdist.ts';
import {
  endOf,
  eventually,
  indexed,
  onceBuilt,
  attemptsOf,
  watchContainers,
  sandboxOf,
  stateOf,
  untilItWaits,
} from './witness.ts';

const target = 'debian-12-cp311-amd64';
/** From the click to the end of the container. */
const promptSeconds = 10;

let sdists = '';
let farm: TestFarm;
let redisUrl = '';

beforeAll(async () => {
  sdists = await mkdtemp(join(tmpdir(), 'wy-faults-'));
  farm = await openTestFarm({ environment: { WHEELYARD_TARGETS: target, WHEELYARD_WORKER_SLOTS: '1' } });
  redisUrl = renderSocketUrl(socketPath(join(farm.folder, 'redis')));
});
afterAll(async () => {
  await farm[Symbol.asyncDispose]();
  await rm(sdists, { recursive: true });
});

async function build(name: string, stage: Stage): Promise<number> {
  return (await farm.build(await makePatientSdist(sdists, { name, stage }), [target])).get(target) ?? 0;
}

const change = async (id: number, action: 'cancel' | 'retry'): Promise<number> =>
  (await farm.request('POST', `/api/builds/${id}/${action}`)).status;

/** Every attempt but those of the last try, which went as any other. */
async function expectRetried(id: number, earlier: readonly string[]): Promise<void> {
  expect(await endOf(farm, id)).toEqual({
    ...onceBuilt,
    attempts: [...earlier, ...onceBuilt.attempts],
  });
}

test('a queued build that is cancelled never begins, and can be tried again', async () => {
  using watch = await watchContainers();
  const busy = await build('in_front', 'build');
  await untilItWaits(farm, busy);
  const id = await build('cancelled_queued', 'nowhere');
  await eventually(() => stateOf(farm, id)).toBe('queued');
  expect(await change(id, 'cancel')).toBe(200);
  expect(await stateOf(farm, id)).toBe('cancelled');
  await giveSign(await sandboxOf(redisUrl, `${busy}.1`));
  expect(await endOf(farm, busy)).toEqual(onceBuilt);
  const made = attemptsOf(watch.made, redisUrl);
  expect(made.filter((attempt) => attempt.startsWith(`${id}.`))).toEqual([]);
  expect(await change(id, 'retry')).toBe(200);
  await expectRetried(id, ['build: none']);
});

test('a build that is cancelled while it runs is gone at once, with its container, and can be tried again', async () => {
  const id = await build('cancelled_building', 'build');
  await untilItWaits(farm, id);
  expect(await change(id, 'cancel')).toBe(200);
  await eventually(() => containersOf(redisUrl), promptSeconds).toEqual([]);
  await eventually(() => filesBelow(join(farm.folder, 'scratch')), promptSeconds).toEqual([]);
  expect(await stateOf(farm, id)).toBe('cancelled');
  expect(await change(id, 'retry')).toBe(200);
  await giveSign(await sandboxOf(redisUrl, `${id}.2`));
  await expectRetried(id, ['build: none']);
});

test('a build that is cancelled while its wheel is verified publishes nothing, and can be tried again', async () => {
  const id = await build('cancelled_verifying', 'import');
  await sandboxOf(redisUrl, `${id}.2`);
  await eventually(() => stateOf(farm, id)).toBe('verifying');
  expect(await change(id, 'cancel')).toBe(200);
  await eventually(() => containersOf(redisUrl), promptSeconds).toEqual([]);
  expect(await stateOf(farm, id)).toBe('cancelled');
  expect(await indexed(farm, 'cancelled-verifying')).toEqual([]);
  expect(await change(id, 'retry')).toBe(200);
  await giveSign(await sandboxOf(redisUrl, `${id}.4`));
  await expectRetried(id, ['build: built', 'verify: none']);
  expect(await indexed(farm, 'cancelled-verifying')).toHaveLength(1);
});
