import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { IndexEntry, OsPackage } from '../../src/domain/file-index.ts';
import type { BuildPlan } from '../../src/domain/plan.ts';
import { sha256Of } from '../../src/domain/sha256.ts';
import { applyEnded } from '../../src/farm/apply-outcome.ts';
import { planBuildAttempt } from '../../src/farm/plan-build-attempt.ts';
import type { Build } from '../../src/farm/records.ts';
import { addBuildOf, bookworm, failedOutcome } from '../contracts/catalogue-samples.ts';
import { openSchedulerFarm, type SchedulerFarm } from './scheduler-farm.ts';

let folder = '';
let farm: SchedulerFarm;

const osPackage = (name: string, version: string, more: Partial<OsPackage> = {}): OsPackage => ({
  name,
  version,
  source: name,
  section: 'python',
  isInstalled: false,
  adds: { packages: 1, kibibytes: 100 },
  usedBySources: 0,
  ...more,
});

/** What the release has, by project. */
async function* entriesOf(known: Readonly<Record<string, readonly OsPackage[]>>): AsyncIterable<IndexEntry> {
  for (const [name, packages] of Object.entries(known)) {
    for (const each of packages) {
      yield { entry: 'package', package: each };
      const path = `/usr/lib/python3/dist-packages/${name}-1.egg-info`;
      yield { entry: 'file', kind: 'python-project', name, path, package: each.name };
    }
  }
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wy-distribution-'));
  farm = await openSchedulerFarm(folder);
  const index = { target: bookworm, image: sha256Of('image'), madeAt: 1 };
  const known = {
    cython: [
      osPackage('cython3', '0.29.32-2+b1'),
      osPackage('cython-large', '0.29.32-2', { adds: { packages: 9, kibibytes: 1 } }),
    ],
    'flit-core': [osPackage('flit', '3.8.0-2', { isInstalled: true })],
    pkgconfig: [osPackage('python3-pkgconfig', '1:1.5.5+dfsg-1')],
  };
  await farm.catalogue.keepFileIndex(index, entriesOf(known));
});

afterEach(async () => {
  await farm.errandsDone();
  await farm.catalogue[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

const find = async ({ id }: Build): Promise<Build> => {
  const build = await farm.catalogue.findBuild(id);
  if (build === null) throw new Error(`build ${id} is gone`);
  return build;
};

/** Plans the next attempt, which comes back for these requirements; what was planned. */
async function attempt(build: Build, needs: readonly string[]): Promise<BuildPlan> {
  await planBuildAttempt(farm, await find(build));
  const last = (await farm.catalogue.listAttempts(build.id)).at(-1);
  if (last?.plan.kind !== 'build') throw new Error('no build was planned');
  const requirements = needs.map((requirement) => ({ requirement, available: null }));
  const { evidence } = failedOutcome;
  const outcome = { kind: 'needs', requirements, evidence } as const;
  await applyEnded(farm, { id: last.id, platform: last.platform, result: { kind: 'outcome', outcome } });
  await farm.errandsDone();
  return last.plan;
}

test('a requirement that a package of the distribution meets is installed for the next attempt, and says so', async () => {
  const build = await addBuildOf(farm.catalogue, 'demo');
  await attempt(build, ['Cython<3', 'pkgconfig>=1.5']);
  expect((await find(build)).state).toEqual({ name: 'queued', attempt: null });
  const plan = await attempt(build, ['cython<3']);
  expect(plan.image.osPackages).toEqual(['cython3', 'python3-pkgconfig']);
  expect(plan.found).toContainEqual({
    package: 'cython3',
    wants: { kind: 'python-project', name: 'cython' },
    because: 'diagnosis',
  });
  // It was installed and is asked for again: installing it once more would not help.
  expect((await find(build)).state).toMatchObject({
    failure: { kind: 'unmet-requirement', requirement: 'cython<3' },
  });
});

test.each(['cython>=3', 'flit-core>=3', 'pkgconfig<1.5', 'nothing'])(
  'a requirement that no package of the distribution meets is left over: %s',
  async (requirement) => {
    const build = await addBuildOf(farm.catalogue, 'demo');
    await attempt(build, [requirement]);
    expect((await find(build)).state).toMatchObject({
      failure: { kind: 'unmet-requirement', requirement },
    });
  },
);
