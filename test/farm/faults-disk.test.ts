import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Problem } from '../../src/http/contract/problem.ts';
import { renderSocketUrl } from '../../src/queue/connection.ts';
import { socketPath } from '../../src/queue/redis-process.ts';
import { makeSmallSdist, setupPy } from './small-sdist.ts';
import { filesBelow, openTestFarm, type TestFarm } from './open-test-farm.ts';
import { makePatientSdist } from './patient-sdist.ts';
import { endOf, eventually, onceBuilt, attemptsOf, watchContainers, stateOf } from './witness.ts';

const target = 'debian-12-cp311-amd64';
const run = promisify(execFile);

let folder = '';
let disk = '';
let farm: TestFarm;

const resize = (mebibytes: number): Promise<unknown> =>
  run('mount', ['-o', `remount,size=${mebibytes}m`, disk]);

// A small disk of its own: what fills it harms nobody else.
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wy-faults-'));
  disk = join(folder, 'disk');
  await mkdir(disk);
  await run('mount', ['-t', 'tmpfs', '-o', 'size=8m', 'wheelyard-test', disk]);
  farm = await openTestFarm({ folder: disk, environment: { WHEELYARD_TARGETS: target } });
});
afterAll(async () => {
  await farm[Symbol.asyncDispose]();
  await run('umount', ['--lazy', disk]);
  await rm(folder, { recursive: true });
});

test('an upload that the disk has no room for is answered so, and nothing of it stays', async () => {
  const file = await makeSmallSdist({
    folder,
    name: 'larger-than-the-disk',
    files: {
      'setup.py': setupPy('larger-than-the-disk'),
      'larger_than_the_disk.py': randomBytes(6 * 1024 ** 2).toString('hex'),
    },
  });
  const before = await filesBelow(join(disk, 'blobs'));
  const reply = await farm.upload(file);
  expect(reply.status).toBe(503);
  expect(reply.headers.get('retry-after')).not.toBe(null);
  expect(Problem.parse(await reply.json()).type).toBe('urn:wheelyard:problem:outage');
  expect(await filesBelow(join(disk, 'scratch'))).toEqual([]);
  expect(await filesBelow(join(disk, 'blobs'))).toEqual(before);
});

test("a wheel that the disk has no room for is not the package's failure: its build waits for room, and then succeeds", async () => {
  const redisUrl = renderSocketUrl(socketPath(join(disk, 'redis')));
  using watch = await watchContainers();
  const sdist = { name: 'large_wheel', stage: 'nowhere', wheelBytes: 10 * 1024 ** 2 } as const;
  const id = (await farm.build(await makePatientSdist(folder, sdist), [target])).get(target) ?? 0;
  await eventually(() => attemptsOf(watch.made, redisUrl).length).toBeGreaterThan(1);
  expect(await stateOf(farm, id)).toMatch(/queued|building/);
  await resize(64);
  expect(await endOf(farm, id)).toEqual(onceBuilt);
});
