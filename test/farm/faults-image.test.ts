import { readFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { readDefinitions } from '../../src/definitions.ts';
import type { TargetName } from '../../src/domain/target.ts';
import { imageReference, makerName } from '../../src/engine/image-reference.ts';
import { containersOf, docker } from './docker.ts';
import { openTestServer, type TestServer } from './open-test-server.ts';
import { makePatientSdist } from './patient-sdist.ts';
import { endOf, eventually, watchContainers, onceBuilt, stateOf } from './witness.ts';

const target = 'debian-12-cp311-amd64' as TargetName;
const names = Array.from({ length: 10 }, (_, index) => `wants_onig_${index}`);
const recipes = Object.fromEntries(
  names.map((name) => {
    const project = name.replaceAll('_', '-');
    return [
      `${project}.yaml`,
      `# Small, and wanted by nothing else.\nproject: ${project}\nsystem-packages:\n  debian:\n    - libonig-dev\n`,
    ];
  }),
);

let folder = '';
let reference = '';
let server: TestServer;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wy-faults-'));
  const imagesFolder = join(import.meta.dirname, '..', '..', 'images');
  const definition = (await readDefinitions({ imagesFolder, recipesFolder: folder })).targets.get(target);
  if (definition === undefined) throw new Error(`${target} is not defined`);
  const describer = await readFile(join(imagesFolder, 'driver', 'describe_image.py'), 'utf8');
  const spec = { target: definition, flavour: 'build', osPackages: ['libonig-dev'] } as const;
  reference = imageReference(spec, describer);
});
afterAll(() => rm(folder, { recursive: true }));
beforeEach(async () => {
  // An earlier run has left it.
  if ((await docker('images', '--quiet', reference)) !== '') await docker('rmi', '--force', reference);
  server = await openTestServer(recipes);
});
afterEach(() => server[Symbol.asyncDispose]());

async function build(name: string): Promise<number> {
  const file = await makePatientSdist(folder, { name, stage: 'nowhere' });
  return (await server.build(file, [target])).get(target) ?? 0;
}

const makersNow = async (): Promise<string> =>
  docker('ps', '--all', '--quiet', '--no-trunc', '--filter', `name=^/?${makerName(reference)}$`);

test('an image that ten builds of two workers want at once is made once, and all of them get it', async () => {
  using watch = await watchContainers();
  const environment = { WHEELYARD_WORKER_SLOTS: '5' };
  const ids = await Promise.all(names.map(build));
  await Promise.all([
    server.startWorker({ name: 'one', environment }),
    server.startWorker({ name: 'other', environment }),
  ]);
  for (const id of ids) expect(await endOf(server, id)).toEqual(onceBuilt);
  const makers = watch.made.filter((container) => container['name'] === makerName(reference));
  expect(makers).toHaveLength(1);
});

test('an image whose worker is killed while it is made is made by the next one', async () => {
  const first = await server.startWorker({ name: 'first', times: 'quick' });
  const id = await build('wants_onig_0');
  await eventually(makersNow).not.toBe('');
  const left = await makersNow();
  await first.end('SIGKILL');
  await server.startWorker({ name: 'second', times: 'quick' });
  expect(await endOf(server, id)).toEqual(onceBuilt);
  expect(await makersNow()).not.toContain(left);
});

test('a worker that is told to stop while it makes an image ends at once and leaves no container', async () => {
  const environment = { WHEELYARD_STOP_GRACE: '0s' };
  const first = await server.startWorker({ name: 'first', times: 'usual', environment });
  const id = await build('wants_onig_1');
  await eventually(makersNow).not.toBe('');
  const maker = await makersNow();
  expect(await first.end('SIGTERM')).toBe(0);
  expect(await containersOf(server.redisUrl)).toEqual([]);
  expect(await docker('images', '--quiet', reference)).toBe('');
  expect(maker).not.toBe('');
  expect(await stateOf(server, id)).toMatch(/queued|building/);
});
