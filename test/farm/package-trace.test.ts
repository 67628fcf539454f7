import { createReadStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDiskBlobs } from '../../src/blobs/disk-blobs.ts';
import { openScratch } from '../../src/blobs/scratch.ts';
import { readConfig } from '../../src/config.ts';
import { readDefinitions } from '../../src/definitions.ts';
import { defaultLimits } from '../../src/domain/limits.ts';
import type { Outcome } from '../../src/domain/outcome.ts';
import type { AttemptId } from '../../src/domain/plan.ts';
import { carryOutBuild } from '../../src/farm/carry-out-build.ts';
import { defaultLogBounds } from '../../src/farm/log-writer.ts';
import type { WorkerPorts } from '../../src/farm/worker-ports.ts';
import { openArchives } from '../../src/python/archives.ts';
import { readDrivers } from '../../src/drivers.ts';
import { openHostEngine } from '../../src/work.ts';
import { openMemoryLiveLogs } from '../doubles/memory-live-logs.ts';
import { makeSmallSdist, setupPy } from './small-sdist.ts';

const bookworm = 'debian-12-cp311-amd64';
const packages = ['libncurses5-dev', 'libsodium-dev', 'libyaml-dev'];

let folder = '';
let worker: WorkerPorts;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wy-trace-'));
  const config = readConfig({ WHEELYARD_DATA: folder });
  worker = {
    engine: await openHostEngine(config, folder),
    blobs: await openDiskBlobs({ folder: join(folder, 'blobs') }),
    liveLogs: openMemoryLiveLogs(),
    archives: openArchives(),
    scratch: await openScratch(join(folder, 'scratch')),
    clock: Date.now,
    worker: basename(folder),
    drivers: await readDrivers(config.imagesFolder),
    logBounds: defaultLogBounds,
  };
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

async function build(attempt: string, found: readonly string[]): Promise<Outcome> {
  const code = `#include <Python.h>
#include <yaml.h>
#include <ncurses.h>
static struct PyModuleDef m = {PyModuleDef_HEAD_INIT, "demo_trace_c", NULL, -1, NULL};
PyMODINIT_FUNC PyInit_demo_trace_c(void) { return PyModule_Create(&m); }
`;
  const extension = `, ext_modules=[Extension('demo_trace_c', ['native.c'], libraries=['yaml'])]`;
  const file = await makeSmallSdist({
    folder,
    name: 'demo-trace',
    files: { 'setup.py': setupPy('demo-trace', extension), 'demo_trace.py': '', 'native.c': code },
  });
  const filename = basename(file);
  const read = await worker.archives.inspectSdist(file, { filename, release: null });
  const { targets } = await readDefinitions(readConfig());
  const target = targets.values().find(({ name }) => name === bookworm);
  if (!read.ok || target === undefined) throw new Error('no sdist, or no target, to test with');
  const { release, facts } = read.value;
  return carryOutBuild(
    worker,
    {
      kind: 'build',
      attempt: attempt as AttemptId,
      release,
      sdist: { ...(await worker.blobs.put(createReadStream(file))), filename, release, facts },
      image: { target, flavour: 'build', osPackages: packages },
      found: found.map((name) => ({
        package: name,
        wants: { kind: 'words', name },
        because: 'diagnosis',
      })),
      wheels: [],
      extraRequires: [],
      loosened: [],
      environment: {},
      configSettings: {},
      patches: [],
      limits: defaultLimits,
    },
    AbortSignal.timeout(240_000),
  );
}

test('of the packages that the farm found, those of which the build opened a file are named, one without files by what came with it', async () => {
  const outcome = await build('1.1', packages);
  expect(outcome.kind).toBe('built');
  expect(outcome.evidence.openedPackages).toEqual(['libncurses5-dev', 'libyaml-dev']);
}, 300_000);

test('where the farm found no package, none is watched', async () => {
  const outcome = await build('2.1', []);
  expect(outcome.kind).toBe('built');
  expect(outcome.evidence.openedPackages).toBeNull();
}, 300_000);
