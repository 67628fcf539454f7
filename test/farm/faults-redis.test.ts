import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { openConnection, renderSocketUrl } from '../../src/queue/connection.ts';
import { socketPath } from '../../src/queue/redis-process.ts';
import { openTestFarm, type TestFarm } from './open-test-farm.ts';
import { giveSign, makePatientSdist, type Stage } from './patient-sdist.ts';
import { endOf, eventually, indexed, onceBuilt, sandboxOf, stateOf, untilItWaits } from './witness.ts';

const target = 'debian-12-cp311-amd64';

let sdists = '';
let farm: TestFarm;
let redisUrl = '';

beforeAll(async () => {
  sdists = await mkdtemp(join(tmpdir(), 'wy-faults-'));
});
afterAll(() => rm(sdists, { recursive: true }));
beforeEach(async () => {
  farm = await openTestFarm({ environment: { WHEELYARD_TARGETS: target, WHEELYARD_WORKER_SLOTS: '1' } });
  redisUrl = renderSocketUrl(socketPath(join(farm.folder, 'redis')));
});
afterEach(() => farm[Symbol.asyncDispose]());

async function build(name: string, stage: Stage): Promise<number> {
  return (await farm.build(await makePatientSdist(sdists, { name, stage }), [target])).get(target) ?? 0;
}

/** What Redis says of itself. */
async function ask<Value>(
  question: (redis: ReturnType<typeof openConnection>) => Promise<Value>,
): Promise<Value> {
  const redis = openConnection(redisUrl, { patience: 'patient', report: () => {} });
  try {
    return await question(redis);
  } finally {
    redis.disconnect();
  }
}

const redisPid = async (): Promise<number> =>
  Number((await ask((redis) => redis.info('server'))).match(/^process_id:(\d+)/m)?.[1]);

test('a Redis that is killed in mid-build comes back by itself, and the build ends once, as if nothing had been', async () => {
  const id = await build('redis_killed', 'build');
  await untilItWaits(farm, id);
  const sandbox = await sandboxOf(redisUrl, `${id}.1`);
  const pid = await redisPid();
  process.kill(pid, 'SIGKILL');
  await eventually(redisPid).not.toBe(pid);
  // The run went on all the while: it is the same sandbox that gets its sign.
  await giveSign(sandbox);
  expect(await endOf(farm, id)).toEqual(onceBuilt);
  expect(await indexed(farm, 'redis-killed')).toEqual(['redis_killed-1.0-py3-none-any.whl']);
});

test('a Redis that loses everything loses no build: what was running and what was queued is all built, each once', async () => {
  const running = await build('redis_emptied', 'build');
  const queued = [await build('queued_one', 'nowhere'), await build('queued_two', 'nowhere')];
  await untilItWaits(farm, running);
  const sandbox = await sandboxOf(redisUrl, `${running}.1`);
  await ask((redis) => redis.flushall());
  // The worker lets go of what the queue knows no more, and gets it again.
  await eventually(async () => (await sandboxOf(redisUrl, `${running}.1`)) !== sandbox).toBe(true);
  await giveSign(await sandboxOf(redisUrl, `${running}.1`));
  for (const id of [running, ...queued]) expect(await endOf(farm, id)).toEqual(onceBuilt);
  for (const project of ['redis-emptied', 'queued-one', 'queued-two'])
    expect(await indexed(farm, project)).toHaveLength(1);
});

test('while Redis is away, builds are asked for and none is lost', async () => {
  const pid = await redisPid();
  process.kill(pid, 'SIGSTOP');
  const asked = build('asked_meanwhile', 'nowhere');
  const id = await asked;
  expect(await stateOf(farm, id)).toBe('queued');
  process.kill(pid, 'SIGKILL');
  expect(await endOf(farm, id)).toEqual(onceBuilt);
});
