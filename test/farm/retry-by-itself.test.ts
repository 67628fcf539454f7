import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { BuildStateName } from '../../src/domain/build-state.ts';
import type { Failure } from '../../src/domain/failure.ts';
import { defaultLimits } from '../../src/domain/limits.ts';
import type { Outcome } from '../../src/domain/outcome.ts';
import { sha256Of } from '../../src/domain/sha256.ts';
import { applyEnded } from '../../src/farm/apply-outcome.ts';
import { planBuildAttempt } from '../../src/farm/plan-build-attempt.ts';
import type { EndedAttempt } from '../../src/farm/ports.ts';
import type { Build } from '../../src/farm/records.ts';
import { retryChanged, retryLacking, retryRested } from '../../src/farm/retry-by-itself.ts';
import {
  addBuildOf,
  failedOutcome,
  projectNamed,
  releaseOf,
  bookworm,
  nobody,
} from '../contracts/catalogue-samples.ts';
import { openSchedulerFarm, type SchedulerFarm } from './scheduler-farm.ts';

let folder = '';
let farm: SchedulerFarm;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wy-retry-'));
  farm = await openSchedulerFarm(folder);
  // The target's files could not be listed: builds go without, and every failure is their last.
  await farm.catalogue.keepFileIndexOrder({ target: bookworm, build: nobody, failedAt: farm.time.now });
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

/** Plans the next attempt of a build and lets it end; the state that the build is in then. */
async function attempt(build: Build, result: EndedAttempt['result']): Promise<BuildStateName> {
  await planBuildAttempt(farm, await find(build));
  const last = (await farm.catalogue.listAttempts(build.id)).at(-1);
  if (last === undefined) throw new Error('nothing was planned');
  await applyEnded(farm, { id: last.id, platform: last.platform, result });
  await farm.errandsDone();
  return stateOf(build);
}

const stateOf = async (build: Build): Promise<BuildStateName> => (await find(build)).state.name;

const failsBy = (failure: Failure, image = 'image'): EndedAttempt['result'] => {
  const facts = { identity: sha256Of(image), facts: sha256Of(`facts of ${image}`) };
  const outcome: Outcome = {
    kind: 'failed',
    failure,
    evidence: { ...failedOutcome.evidence, image: facts },
  };
  return { kind: 'outcome', outcome };
};

const noWheel: Failure = { kind: 'no-wheel' };

test('a build that failed is tried again by itself when its target has a new image, and not when it is seen again', async () => {
  const one = await addBuildOf(farm.catalogue, 'one');
  const two = await addBuildOf(farm.catalogue, 'two');
  const three = await addBuildOf(farm.catalogue, 'three');
  expect(await attempt(one, failsBy(noWheel))).toBe('failed');
  expect(await attempt(two, failsBy(noWheel))).toBe('failed');
  expect(await stateOf(one)).toBe('failed');
  expect(await attempt(three, failsBy(noWheel, 'new image'))).toBe('failed');
  expect([await stateOf(one), await stateOf(two)]).toEqual(['queued', 'queued']);
  expect(farm.events).toEqual([
    { event: 'builds-retried', because: 'an input changed', builds: [two.id, one.id] },
  ]);
  expect(await attempt(one, failsBy(noWheel, 'new image'))).toBe('failed');
  expect(await attempt(two, failsBy(noWheel, 'image'))).toBe('failed');
  expect(await stateOf(one)).toBe('failed');
});

test('a recipe that came since is reason enough, and the same recipe is not', async () => {
  const build = await addBuildOf(farm.catalogue, 'demo');
  await attempt(build, failsBy(noWheel));
  await retryChanged(farm, {});
  expect(await stateOf(build)).toBe('failed');
  const recipe = {
    project: projectNamed('demo'),
    reason: 'It needs a word.',
    systemPackages: {},
    environment: { WORD: 'yes' },
    configSettings: {},
    patches: [],
    limits: {},
    smokeImports: [],
  };
  await retryChanged({ ...farm, recipes: new Map([[recipe.project, recipe]]) }, {});
  expect(await stateOf(build)).toBe('queued');
});

test('what ran out of memory is tried once more, with twice as much', async () => {
  const build = await addBuildOf(farm.catalogue, 'demo');
  const ranOut = failsBy({ kind: 'out-of-memory', limitBytes: defaultLimits.memoryBytes });
  expect(await attempt(build, ranOut)).toBe('queued');
  expect(await attempt(build, ranOut)).toBe('failed');
  const plans = (await farm.catalogue.listAttempts(build.id)).map(({ plan }) =>
    plan.kind === 'build' ? plan.limits.memoryBytes / defaultLimits.memoryBytes : null,
  );
  expect(plans).toEqual([1, 2]);
});

test('a build that lost its workers is tried again after a rest, without blame and without being asked', async () => {
  const build = await addBuildOf(farm.catalogue, 'demo');
  expect(await attempt(build, { kind: 'worker-lost', times: 4 })).toBe('failed');
  farm.time.now += 9 * 60_000;
  await retryRested(farm);
  expect(await stateOf(build)).toBe('failed');
  farm.time.now += 60_000;
  await retryRested(farm);
  expect(await stateOf(build)).toBe('queued');
});

test('what is published wakes the builds that failed for want of it, if it is new enough', async () => {
  const lacks = async (name: string, failure: Failure): Promise<Build> => {
    const build = await addBuildOf(farm.catalogue, name);
    await farm.catalogue.moveBuild(build.id, {
      from: 'queued',
      to: { name: 'failed', failure, inputs: null },
      at: 1,
    });
    return build;
  };
  const unmet = await lacks('a', { kind: 'unmet-requirement', requirement: 'Tool_Kit>=2', available: '1' });
  const newer = await lacks('b', { kind: 'unmet-requirement', requirement: 'tool-kit>=3', available: null });
  const failed = await lacks('c', { kind: 'requirement-failed', requirement: 'tool-kit', build: 1 });
  const module = await lacks('d', { kind: 'missing-python-module', module: 'toolkit', line: '' });
  const other = await lacks('e', { kind: 'unmet-requirement', requirement: 'tool', available: null });
  await retryLacking(farm, { ...releaseOf('tool-kit', '2.1'), importNames: ['toolkit'], target: null });
  const states = await Promise.all([unmet, newer, failed, module, other].map(stateOf));
  expect(states).toEqual(['queued', 'failed', 'queued', 'queued', 'failed']);
});
