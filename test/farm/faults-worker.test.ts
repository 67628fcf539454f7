import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { containersOf } from './docker.ts';
import { filesBelow } from './open-test-farm.ts';
import { openTestServer, type TestServer } from './open-test-server.ts';
import { giveSign, makePatientSdist } from './patient-sdist.ts';
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

let sdists = '';
let server: TestServer;

beforeAll(async () => {
  sdists = await mkdtemp(join(tmpdir(), 'wy-faults-'));
});
afterAll(() => rm(sdists, { recursive: true }));
beforeEach(async () => {
  server = await openTestServer();
});
afterEach(() => server[Symbol.asyncDispose]());

/** A build that has begun and goes on when it gets its sign; its id and its sandbox. */
async function beginBuild(name: string): Promise<{ id: number; sandbox: string }> {
  const file = await makePatientSdist(sdists, { name, stage: 'build' });
  const id = (await server.build(file, [target])).get(target) ?? 0;
  await untilItWaits(server, id);
  return { id, sandbox: await sandboxOf(server.redisUrl, `${id}.1`) };
}

test.each([
  ['the same', 'first'],
  ['another', 'second'],
])(
  'a worker that is killed in mid-build costs the run, never the build: one of %s name runs it again, and clears away what was left',
  async (_which, successor) => {
    using watch = await watchContainers();
    const first = await server.startWorker({ name: 'first', times: 'quick' });
    const { id, sandbox } = await beginBuild('killed_worker');
    expect(await first.end('SIGKILL')).toBe(null);
    expect(await containersOf(server.redisUrl)).toHaveLength(1);
    await server.startWorker({ name: successor, times: 'quick' });
    await eventually(() => containersOf(server.redisUrl)).not.toContain(sandbox.slice(0, 12));
    await giveSign(await sandboxOf(server.redisUrl, `${id}.1`));
    expect(await endOf(server, id)).toEqual(onceBuilt);
    expect(await indexed(server, 'killed-worker')).toEqual(['killed_worker-1.0-py3-none-any.whl']);
    expect(attemptsOf(watch.made, server.redisUrl)).toEqual([`${id}.1`, `${id}.1`, `${id}.2`]);
    expect(await containersOf(server.redisUrl)).toEqual([]);
  },
);

test('a worker that is told to stop with no grace left hands its build back at once, and another one finishes it', async () => {
  const first = await server.startWorker({ name: 'first', environment: { WHEELYARD_STOP_GRACE: '0s' } });
  const { id, sandbox } = await beginBuild('handed_back');
  expect(await first.end('SIGTERM')).toBe(0);
  expect(await containersOf(server.redisUrl)).toEqual([]);
  expect(await filesBelow(join(first.folder, 'scratch'))).toEqual([]);
  expect(await stateOf(server, id)).toBe('building');
  await server.startWorker({ name: 'second' });
  const next = await sandboxOf(server.redisUrl, `${id}.1`);
  expect(next).not.toBe(sandbox);
  await giveSign(next);
  expect(await endOf(server, id)).toEqual(onceBuilt);
});

test('a worker that is told to stop finishes what it runs within its grace, takes nothing new, and leaves nothing', async () => {
  using watch = await watchContainers();
  const first = await server.startWorker({ name: 'first', environment: { WHEELYARD_STOP_GRACE: '60s' } });
  const { id, sandbox } = await beginBuild('finished_first');
  const ended = first.end('SIGTERM');
  await giveSign(sandbox);
  expect(await ended).toBe(0);
  expect(attemptsOf(watch.made, server.redisUrl)).toEqual([`${id}.1`]);
  expect(await containersOf(server.redisUrl)).toEqual([]);
  expect(await filesBelow(join(first.folder, 'scratch'))).toEqual([]);
  await eventually(() => stateOf(server, id)).toBe('verifying');
  await server.startWorker({ name: 'second' });
  expect(await endOf(server, id)).toEqual(onceBuilt);
});
