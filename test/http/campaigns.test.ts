import { expect, test } from 'vitest';
import type { CampaignBuild } from '../../src/domain/campaign.ts';
import {
  CampaignDetail,
  CampaignList,
  CampaignPreview,
  CampaignView,
} from '../../src/http/contract/campaign.ts';
import { addBuildOf, sdistOf } from '../contracts/catalogue-samples.ts';
import { bookworm, openFarm, trixie, type FarmUnderTest } from './farm-under-test.ts';

const ask = (farm: FarmUnderTest, json: unknown): Promise<Response> =>
  farm.ask('/api/campaigns', { method: 'POST', token: farm.tokens.build, json });

/** What a lock file names, with an sdist that was never built. */
async function openFarmWithSdist(): Promise<FarmUnderTest> {
  const farm = await openFarm();
  await farm.catalogue.addSdist(sdistOf('demo'), 1);
  return farm;
}

const lockFile = { filename: 'requirements.txt', text: 'demo==1.0\nunknown==2.0\n' };

test('a dry run tells what would be built and how long it takes, and does nothing', async () => {
  await using farm = await openFarmWithSdist();
  const reply = await ask(farm, { target: trixie.name, lockFile, dryRun: true, slots: 4 });
  expect(reply.status).toBe(200);
  expect(CampaignPreview.parse(await reply.json())).toMatchObject({
    builds: [{ project: 'demo', version: '1.0', build: null, expectedMilliseconds: 60_000 }],
    missing: ['unknown'],
    estimate: { slots: 4, makespanMilliseconds: 60_000, lowerBoundMilliseconds: 60_000 },
  });
  expect(CampaignList.parse(await (await farm.ask('/api/campaigns')).json()).campaigns).toEqual([]);
});

test('a campaign is begun, shown with what is expected of it, paused and cancelled', async () => {
  await using farm = await openFarmWithSdist();
  const begun = await ask(farm, { target: trixie.name, lockFile, cause: 'a new release' });
  expect(begun.status).toBe(201);
  const { id } = CampaignView.parse(await begun.json());
  expect(farm.changes.count).toBe(1);
  const shown = CampaignDetail.parse(await (await farm.ask(`/api/campaigns/${id}`)).json());
  expect(shown).toMatchObject({
    cause: 'a new release',
    state: 'running',
    progress: { pending: 1, begun: 0, over: 0 },
    etaMilliseconds: 60_000,
    estimate: { slots: 2, makespanMilliseconds: 60_000, lowerBoundMilliseconds: 60_000 },
    builds: [{ state: null, now: null }],
    actions: ['pause', 'cancel'],
    worse: [],
  });
  const listed = CampaignList.parse(await (await farm.ask('/api/campaigns')).json());
  expect(listed.campaigns).toMatchObject([{ id, etaMilliseconds: 60_000 }]);
  const change = async (action: string) => {
    const reply = await farm.ask(`/api/campaigns/${id}/${action}`, {
      method: 'POST',
      token: farm.tokens.build,
    });
    return [reply.status, reply.ok ? CampaignDetail.parse(await reply.json()).state : null];
  };
  expect(await change('pause')).toEqual([200, 'paused']);
  expect(await change('resume')).toEqual([200, 'running']);
  expect(await change('cancel')).toEqual([200, 'cancelled']);
  expect(await change('resume')).toEqual([409, null]);
});

test('where a build is that a campaign has begun is told, too', async () => {
  await using farm = await openFarm();
  const { id, release, sdist } = await addBuildOf(farm.catalogue, 'demo');
  const build: CampaignBuild = {
    place: 0,
    release,
    sdist,
    build: id,
    expectedMilliseconds: 1,
    requires: [],
    before: null,
    progress: { name: 'begun' },
  };
  const wish = { cause: 'x', target: bookworm.name, owner: 'anna', atomic: false };
  const campaign = await farm.catalogue.addCampaign(wish, { builds: [build], at: 1 });
  const { builds } = CampaignDetail.parse(await (await farm.ask(`/api/campaigns/${campaign.id}`)).json());
  expect(builds).toMatchObject([{ progress: 'begun', state: null, now: 'queued' }]);
});

test('what got worse than before is told with its reason', async () => {
  await using farm = await openFarm();
  const build = await addBuildOf(farm.catalogue, 'demo');
  const result = { rebuilt: null, sizeBytes: 10, extensions: [], why: null } as const;
  const campaign = await farm.catalogue.addCampaign(
    { cause: 'x', target: bookworm.name, owner: 'anna', atomic: false },
    {
      builds: [
        {
          place: 0,
          release: build.release,
          sdist: build.sdist,
          build: build.id,
          expectedMilliseconds: 1,
          requires: [],
          before: { ...result, state: 'succeeded' },
          progress: { name: 'over', result: { ...result, state: 'failed', why: 'no header yaml.h' } },
        },
      ],
      at: 1,
    },
  );
  const { worse, results } = CampaignDetail.parse(
    await (await farm.ask(`/api/campaigns/${campaign.id}`)).json(),
  );
  expect(results).toEqual({ unchanged: 0, changed: 0, published: 0, failed: 1 });
  expect(worse).toMatchObject([
    {
      project: 'demo',
      before: { state: 'succeeded', sizeBytes: 10 },
      after: { state: 'failed' },
      worsenings: [{ sentence: 'was built before, fails now: no header yaml.h' }],
    },
  ]);
});

test('a wish that means nothing is refused with a sentence', async () => {
  await using farm = await openFarm();
  expect((await ask(farm, { target: 'nowhere' })).status).toBe(404);
  expect((await ask(farm, { target: trixie.name, fromTarget: 'nowhere' })).status).toBe(404);
  expect((await ask(farm, { target: trixie.name })).status).toBe(409);
  const text = `${'x'.repeat(200_000)} ===\n`;
  const bad = await ask(farm, { target: trixie.name, lockFile: { filename: 'uv.lock', text } });
  expect(bad.status).toBe(422);
  expect((await farm.ask('/api/campaigns/9')).status).toBe(404);
  const open = await farm.ask('/api/campaigns', { method: 'POST', json: { target: trixie.name } });
  expect(open.status).toBe(401);
});
