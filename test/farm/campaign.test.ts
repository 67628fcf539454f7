import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { BuildState } from '../../src/domain/build-state.ts';
import { identityOf, type ImageFacts } from '../../src/domain/image.ts';
import type { AttemptId } from '../../src/domain/plan.ts';
import { sha256Of } from '../../src/domain/sha256.ts';
import type { TargetName } from '../../src/domain/target.ts';
import { advanceCampaigns } from '../../src/farm/advance-campaigns.ts';
import { campaignPriority } from '../../src/farm/begin-campaign-build.ts';
import { changeCampaign } from '../../src/farm/change-campaign.ts';
import { planCampaign, type CampaignWish } from '../../src/farm/plan-campaign.ts';
import type { Build } from '../../src/farm/records.ts';
import {
  addBuildOf,
  bookworm,
  buildPlanOf,
  failedOutcome,
  trixie,
  wheelOf,
} from '../contracts/catalogue-samples.ts';
import { openSchedulerFarm, type SchedulerFarm } from './scheduler-farm.ts';

let folder = '';
let farm: SchedulerFarm;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wy-campaign-'));
  farm = await openSchedulerFarm(folder);
});

afterEach(async () => {
  await farm.errandsDone();
  await farm.catalogue[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

const ssl3: ImageFacts = imageOf(['libssl3=3.0.1', 'zlib1g=1'], {
  'libssl.so.3': 'libssl3',
  'libz.so.1': 'zlib1g',
});
/** zlib is newer under its old name, OpenSSL has another. */
const ssl4: ImageFacts = imageOf(['libssl4=4.0.0', 'zlib1g=2'], {
  'libssl.so.4': 'libssl4',
  'libz.so.1': 'zlib1g',
});

function imageOf(manifest: readonly string[], libraries: Readonly<Record<string, string>>): ImageFacts {
  return { identity: identityOf(manifest), manifest, libraries };
}

async function keep(facts: ImageFacts) {
  const { sha256 } = await farm.blobs.put(Readable.from([JSON.stringify(facts)]));
  return { identity: facts.identity, facts: sha256 };
}

/** The target's images are these; before, where there were some, those of `before`. */
async function refresh(before: ImageFacts | null, after: ImageFacts): Promise<void> {
  const [old, present] = [before && (await keep(before)), await keep(after)];
  const { refresh: made } = await farm.catalogue.addRefresh({ target: bookworm, requestedBy: 'anna' }, 1);
  await farm.catalogue.endRefresh(made.id, {
    name: 'made',
    before: old && { build: old, runtime: old },
    after: { build: present, runtime: present },
    endedAt: 2,
  });
  for (const flavour of ['build', 'runtime'] as const)
    await farm.catalogue.recordImage({
      target: bookworm,
      flavour,
      osPackages: [],
      identity: present.identity,
      factsBlob: present.facts,
      recordedAt: 3,
    });
}

/** A build that succeeded in the image with OpenSSL 3. */
async function built(
  name: string,
  of: {
    readonly links?: Readonly<Record<string, string>>;
    readonly seconds?: number;
    readonly with?: string;
  } = {},
): Promise<Build> {
  const build = await addBuildOf(farm.catalogue, name);
  const image = await keep(ssl3);
  const attempt = await farm.catalogue.addAttempt(build.id, {
    from: 'queued',
    plan: (id: AttemptId) => {
      const plan = buildPlanOf(id);
      const filename = `${of.with}-1.0-py3-none-any.whl`;
      const wheels = of.with === undefined ? [] : [{ filename, sha256: sha256Of(filename), sizeBytes: 1 }];
      return { ...plan, image: { ...plan.image, osPackages: [] }, wheels };
    },
    state: (id) => ({ name: 'building', attempt: id }),
    platform: 'linux/amd64',
    at: 1,
  });
  const wheel = { ...wheelOf(name), sha256: sha256Of(`wheel of ${name}`), sizeBytes: 1000 };
  await farm.catalogue.addWheel(wheel, build.id, 1);
  const evidence = {
    ...failedOutcome.evidence,
    image,
    linkedLibraries: of.links ?? {},
    startedAt: 0,
    endedAt: (of.seconds ?? 1) * 1000,
  };
  if (attempt !== null) await farm.catalogue.endAttempt(attempt.id, { kind: 'built', wheel, evidence }, 2);
  await move(build, [
    { name: 'verifying', attempt: attempt?.id ?? ('' as AttemptId), wheel: wheel.sha256 },
    { name: 'publishing', wheel: wheel.sha256 },
    {
      name: 'succeeded',
      wheel: wheel.sha256,
      filename: wheel.filename,
      answeredBy: null,
      degradation: null,
      rebuilt: null,
    },
  ]);
  return build;
}

async function move({ id }: Pick<Build, 'id'>, states: readonly BuildState[]): Promise<void> {
  for (const to of states) {
    const build = await farm.catalogue.findBuild(id);
    if (build === null) throw new Error('the build is gone');
    await farm.catalogue.moveBuild(id, { from: build.state.name, to, at: farm.clock() });
  }
}

const wish: CampaignWish = { target: bookworm, parent: null, rules: null, which: 'affected', slots: 2 };
const names = async (of: CampaignWish): Promise<readonly string[]> =>
  (await planCampaign(farm, of)).builds.map(({ release }) => release.project);

async function begin(of: CampaignWish) {
  const { builds } = await planCampaign(farm, of);
  const { target } = of;
  const campaign = await farm.catalogue.addCampaign(
    { cause: 'a test', target, owner: 'anna', atomic: false },
    { builds, at: 1 },
  );
  await advanceCampaigns(farm);
  return campaign;
}

const stateOf = async ({ id }: Pick<Build, 'id'>) => (await farm.catalogue.findBuild(id))?.state.name;
const failed: BuildState = { name: 'failed', failure: { kind: 'no-wheel' }, inputs: null };

test("a library's new soname rebuilds exactly what links it", async () => {
  await built('links-ssl', { links: { 'libssl.so.3': 'libssl3' } });
  await built('links-zlib', { links: { 'libz.so.1': 'zlib1g' } });
  await built('links-nothing');
  await refresh(ssl3, ssl4);
  const plan = await planCampaign(farm, wish);
  expect(plan.builds.map(({ release, touches }) => [release.project, touches[0]?.kind])).toEqual([
    ['links-ssl', 'library-gone'],
  ]);
  expect(plan.untouched).toBe(2);
});

test('a refresh in which nothing changed that matters to a wheel leaves all of them, unless all are asked for', async () => {
  await built('links-zlib', { links: { 'libz.so.1': 'zlib1g' } });
  await built('links-ssl', { links: { 'libssl.so.3': 'libssl3' } });
  await refresh(ssl3, imageOf(['libssl3=3.0.2', 'zlib1g=2'], ssl3.libraries));
  expect(await names(wish)).toEqual([]);
  expect((await names({ ...wish, which: 'all' })).toSorted()).toEqual(['links-ssl', 'links-zlib']);
});

test('what another is built with is begun first, and the other when it is over', async () => {
  const tool = await built('tool', { seconds: 1 });
  const user = await built('user', { seconds: 9, with: 'tool' });
  const long = await built('long', { seconds: 5 });
  expect(await names({ ...wish, which: 'all' })).toEqual(['tool', 'user', 'long']);
  const campaign = await begin({ ...wish, which: 'all' });
  expect([await stateOf(tool), await stateOf(user), await stateOf(long)]).toEqual([
    'queued',
    'succeeded',
    'queued',
  ]);
  expect((await farm.catalogue.findBuild(tool.id))?.priority).toBe(campaignPriority);
  await move(tool, [failed]);
  await move(long, [failed]);
  await advanceCampaigns(farm);
  expect(await stateOf(user)).toBe('queued');
  await move(user, [failed]);
  await advanceCampaigns(farm);
  expect(await farm.catalogue.findCampaign(campaign.id)).toMatchObject({ state: 'over' });
  expect((await farm.catalogue.listCampaigns(1))[0]?.progress).toEqual({
    pending: 0,
    begun: 0,
    held: 0,
    over: 3,
  });
  const builds = await farm.catalogue.listCampaignBuilds(campaign.id);
  expect(builds[0]).toMatchObject({
    before: { state: 'succeeded', sizeBytes: 1000 },
    progress: { name: 'over', result: { state: 'failed' } },
  });
});

test('a paused campaign begins nothing, takes in what ends, and goes on when it is resumed', async () => {
  const tool = await built('tool');
  const user = await built('user', { with: 'tool' });
  const { id } = await begin({ ...wish, which: 'all' });
  expect(await changeCampaign(farm, { id, action: 'pause' })).toMatchObject({ ok: true });
  await move(tool, [failed]);
  await advanceCampaigns(farm);
  expect(await stateOf(user)).toBe('succeeded');
  expect(await changeCampaign(farm, { id, action: 'pause' })).toMatchObject({ ok: false });
  await changeCampaign(farm, { id, action: 'resume' });
  await advanceCampaigns(farm);
  expect(await stateOf(user)).toBe('queued');
  expect(await changeCampaign(farm, { id, action: 'cancel' })).toMatchObject({ ok: true });
  expect(await changeCampaign(farm, { id, action: 'resume' })).toMatchObject({ ok: false });
});

test('for a new target, what its parent serves is asked for, and what it has already is left', async () => {
  await built('both');
  await built('lacking');
  await addBuildOf(farm.catalogue, 'other', { state: failed });
  const target: TargetName = trixie;
  const toTrixie = { ...wish, target, parent: bookworm };
  expect((await names(toTrixie)).toSorted()).toEqual(['both', 'lacking']);
  await begin(toTrixie);
  const asked = await farm.catalogue.listBuilds({ target, limit: 10 });
  expect(asked.map(({ release, state, priority }) => [release.project, state.name, priority])).toEqual(
    expect.arrayContaining([
      ['both', 'queued', campaignPriority],
      ['lacking', 'queued', campaignPriority],
    ]),
  );
});

test('a lock file names what is built, and what the farm has no sdist of is told', async () => {
  const rule = { kind: 'specifier', count: 1, specifier: '==1.0', preReleases: true } as const;
  const build = await built('named');
  await built('unnamed');
  await addBuildOf(farm.catalogue, 'never-built', { target: trixie });
  const rules = new Map(
    ['named', 'never-built', 'unknown'].map((name) => [name as typeof build.release.project, rule]),
  );
  const plan = await planCampaign(farm, { ...wish, which: 'all', rules });
  expect(plan.builds.map(({ release }) => release.project).toSorted()).toEqual(['named', 'never-built']);
  expect(plan.missing).toEqual(['unknown']);
});
