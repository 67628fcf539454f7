import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Evidence, Outcome } from '../../src/domain/outcome.ts';
import type { AttemptId } from '../../src/domain/plan.ts';
import type { RefreshId, RefreshState, TargetImages } from '../../src/domain/refresh.ts';
import { sha256Of } from '../../src/domain/sha256.ts';
import { applyEnded } from '../../src/farm/apply-outcome.ts';
import { planQueued } from '../../src/farm/reconcile.ts';
import { dispatchRefreshes } from '../../src/farm/refresh-target.ts';
import { addBuildOf, bookworm, failedOutcome } from '../contracts/catalogue-samples.ts';
import { openSchedulerFarm, type SchedulerFarm } from './scheduler-farm.ts';

let folder = '';
let farm: SchedulerFarm;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wy-refresh-'));
  farm = await openSchedulerFarm(folder);
});

afterEach(async () => {
  await farm.errandsDone();
  await farm.catalogue[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

const image = (name: string) => ({ identity: sha256Of(name), facts: sha256Of(`facts of ${name}`) });
const images = (name: string): TargetImages => ({ build: image(`${name} build`), runtime: image(name) });
const { evidence } = failedOutcome;
const refreshed = (name: string): Outcome => ({ kind: 'refreshed', ...images(name), evidence });

const begin = async (): Promise<RefreshId> =>
  (await farm.catalogue.addRefresh({ target: bookworm, requestedBy: 'anna' }, 1)).refresh.id;

async function end(id: RefreshId, outcome: Outcome): Promise<RefreshState | undefined> {
  const result = { kind: 'outcome', outcome } as const;
  await applyEnded(farm, { id: `refresh-${id}.1` as AttemptId, platform: 'linux/amd64', result });
  return (await farm.catalogue.findRefresh(id))?.state;
}

/** The image that the next plan of a build asks for. */
async function plannedImage(name: string) {
  const build = await addBuildOf(farm.catalogue, name);
  await planQueued(farm);
  return (await farm.catalogue.listAttempts(build.id))[0];
}

test('new images are those of new plans, and what an older plan saw is not the image of the target any more', async () => {
  const old = await plannedImage('before');
  expect(old?.plan.image.revision).toBeUndefined();
  const id = await begin();
  expect(await end(id, refreshed('new'))).toMatchObject({ name: 'made', before: null });
  expect((await farm.catalogue.findLatestImage(bookworm, 'build'))?.identity).toBe(sha256Of('new build'));
  const seenLate: Evidence = { ...evidence, image: image('old build') };
  await applyEnded(farm, {
    id: old?.id ?? ('' as AttemptId),
    platform: 'linux/amd64',
    result: { kind: 'outcome', outcome: { ...failedOutcome, evidence: seenLate } },
  });
  await farm.errandsDone();
  expect((await farm.catalogue.findLatestImage(bookworm, 'build'))?.identity).toBe(sha256Of('new build'));
  expect((await plannedImage('after'))?.plan.image.revision).toBe(id);
});

test('a refresh that finds nothing newer leaves the images that are in use', async () => {
  const first = await begin();
  await end(first, refreshed('same'));
  const second = await begin();
  expect(second).not.toBe(first);
  expect(await end(second, refreshed('same'))).toMatchObject({ name: 'unchanged' });
  expect(await farm.catalogue.findRevision(bookworm)).toBe(first);
  expect(await end(await begin(), refreshed('newer'))).toMatchObject({
    name: 'made',
    before: images('same'),
    after: images('newer'),
  });
});

test('a target has one refresh at a time, and its outcome counts once', async () => {
  const id = await begin();
  expect(await begin()).toBe(id);
  await end(id, refreshed('one'));
  expect(await end(id, refreshed('two'))).toMatchObject({ after: images('one') });
});

test('a refresh that the queue has forgotten is handed to it again', async () => {
  const id = `refresh-${await begin()}.1` as AttemptId;
  await dispatchRefreshes(farm);
  expect(await farm.dispatcher.locate(id, 'linux/amd64')).toBe('queued');
  await farm.dispatcher.withdraw(id, 'linux/amd64');
  await dispatchRefreshes(farm);
  expect(await farm.dispatcher.locate(id, 'linux/amd64')).toBe('queued');
});

test('a refresh that failed says why, keeps its log and changes nothing', async () => {
  const failure = { kind: 'no-such-os-package', packages: ['python3.99'] } as const;
  const id = await begin();
  const log = { sha256: sha256Of('log'), lines: 12, cutBytes: 0 };
  const outcome = { kind: 'failed', failure, evidence: { ...evidence, log } } as const;
  expect(await end(id, outcome)).toMatchObject({ name: 'failed', failure });
  expect(await farm.catalogue.findRefresh(id)).toMatchObject({ log });
  expect(await farm.catalogue.findRevision(bookworm)).toBeNull();
  expect((await plannedImage('after'))?.plan.image.revision).toBeUndefined();
});
