import { afterAll, beforeAll, expect, test } from 'vitest';
import type { BuildResult, CampaignBuild, CampaignId } from '../../src/domain/campaign.ts';
import { sdistOf } from '../contracts/catalogue-samples.ts';
import { trixie } from '../http/farm-under-test.ts';
import { logIn } from './log-in.ts';
import { openShownFarm, type ShownFarm } from './open-shown-farm.ts';

let shown: ShownFarm;

beforeAll(async () => {
  shown = await openShownFarm();
  for (const name of ['demo', 'other']) await shown.farm.catalogue.addSdist(sdistOf(name), 1);
}, 120_000);

afterAll(() => shown[Symbol.asyncDispose]());

const good: BuildResult = {
  state: 'succeeded',
  why: null,
  rebuilt: null,
  sizeBytes: 2048,
  extensions: ['demo/_x.so'],
};

/** As the scheduler does when a build has ended. */
async function endBuild(id: CampaignId, { place, build }: CampaignBuild, result: BuildResult): Promise<void> {
  const progress = { name: 'over', result } as const;
  await shown.farm.catalogue.moveCampaignBuild({ campaign: id, place }, { build, progress });
}

test('a campaign begins only after its impact was shown, and is followed to its end', async () => {
  const { catalogue, tokens, time } = shown.farm;
  await using opened = await shown.open(`/rebuild?target=${trixie.name}`);
  const { page, misdeeds } = opened;
  const begin = page.getByRole('button', { name: 'Begin' });
  await page.getByText('Log in with a token that has the scope build to see').waitFor();
  await logIn(page, tokens.build);
  expect(await page.getByLabel('Target', { exact: true }).inputValue()).toBe(trixie.name);
  await page.getByLabel('Slots').fill('none');
  await page.getByRole('button', { name: 'Show impact' }).click();
  await page.getByText('A whole number from 1 to 10,000').waitFor();
  await page.getByLabel('Slots').fill('2');
  await page.locator('#rebuild-lock').fill(`${'x'.repeat(200)} ===\n`);
  await page.getByRole('button', { name: 'Show impact' }).click();
  await page.locator('#rebuild-lock-problem:not(:empty)').waitFor();
  await page.locator('#rebuild-lock').fill('demo==1.0\nother==1.0\nunknown==2.0\n');
  await page.getByLabel('Cause').fill('a new <b>release</b>');
  expect(await begin.isDisabled()).toBe(true);
  await page.getByRole('button', { name: 'Show impact' }).click();
  await page.getByText(`2 builds on ${trixie.name}; 0 left as they are.`).waitFor();
  await page.getByText('The farm has no fitting sdist of 1 project: unknown').waitFor();
  await page.getByText('2 new to the target').waitFor();
  await page.getByText('Takes about 1 min 0 s with 2 at once').waitFor();
  await page.getByLabel('everything').check();
  await page.getByText('The form has changed since').waitFor();
  expect(await begin.isDisabled()).toBe(true);
  await page.getByRole('button', { name: 'Show impact' }).click();
  await page.getByText('begins what is shown below').waitFor();
  await begin.click();
  await page.getByRole('heading', { name: '1: a new <b>release</b>' }).waitFor();
  const [campaign] = await catalogue.listOpenCampaigns();
  if (campaign === undefined) throw new Error('no campaign was begun');
  await expect.poll(() => page.title()).toBe('▶ 0 % of campaign 1');
  await page.getByRole('button', { name: 'Pause' }).click();
  await page.getByText('‖ paused').waitFor();
  await page.getByRole('button', { name: 'Resume' }).click();
  await page.getByText('▶ running').waitFor();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('button', { name: 'No' }).click();
  const builds = await catalogue.listCampaignBuilds(campaign.id);
  const [first, second] = builds;
  if (first === undefined || second === undefined) throw new Error('two builds were to be begun');
  await endBuild(campaign.id, first, good);
  await expect.poll(() => page.title(), { timeout: 10_000 }).toBe('▶ 50 % of campaign 1');
  await endBuild(campaign.id, second, { ...good, state: 'failed', why: 'no header', sizeBytes: null });
  await catalogue.moveCampaign(campaign.id, { from: ['running'], to: 'over', at: time.now + 60_000 });
  await page.getByText('It is over: nothing got worse.').waitFor();
  await expect.poll(() => page.title()).toBe('✓ campaign 1 is over');
  await page.getByRole('row', { name: /1 demo 1\.0 .*succeeded.*new/ }).waitFor();
  expect(await page.getByRole('button', { name: 'Cancel' }).count()).toBe(0);
  await page.getByRole('link', { name: 'Campaigns' }).click();
  await page.getByRole('row', { name: /a new <b>release<\/b>.*✓ over.*2 of 2/ }).waitFor();
  expect(misdeeds).toEqual([]);
});

test('what got worse stands first, with before and after; of thousands of builds only those in sight are there', async () => {
  const { catalogue } = shown.farm;
  const builds = Array.from({ length: 3000 }, (_, place): CampaignBuild => {
    const { release, sha256 } = sdistOf(`project-${place}`);
    const result = { ...good, state: 'failed', why: 'missing header: yaml.h', sizeBytes: null } as const;
    return {
      place,
      release,
      sdist: sha256,
      build: null,
      expectedMilliseconds: 60_000,
      requires: [],
      before: good,
      progress: place === 7 ? { name: 'over', result } : { name: 'pending' },
    };
  });
  const wish = { cause: 'a newer image', target: trixie.name, owner: 'anna', atomic: false };
  const { id } = await catalogue.addCampaign(wish, { builds, at: Date.now() });
  await using opened = await shown.open(`/campaigns/${id}`);
  const { page, misdeeds } = opened;
  await page
    .getByRole('row', { name: /project-7 1\.0 .*succeeded.*2\.0 KiB.*failed.*missing header: yaml\.h/ })
    .waitFor();
  expect(await page.title()).toContain(', 1 worse');
  expect(await page.locator('table.long-table tbody tr').count()).toBeLessThan(100);
  await page.getByRole('region', { name: 'Builds of the campaign' }).press('End');
  await page.getByRole('cell', { name: 'project-2999 1.0' }).waitFor();
  await page.setViewportSize({ width: 390, height: 844 });
  expect(await page.evaluate('document.documentElement.scrollWidth <= window.innerWidth')).toBe(true);
  expect(misdeeds).toEqual([]);
});
