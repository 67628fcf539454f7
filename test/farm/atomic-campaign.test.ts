import { expect, test } from 'vitest';
import { retryBuild } from '../../src/farm/change-build.ts';
import { changeCampaign } from '../../src/farm/change-campaign.ts';

import { failed, useCampaignFarm, wheelOne, wheelTwo } from './use-campaign-farm.ts';

const { farm, begin, bring, change, campaignState, look, move, nameOf, restart, sentOn, served, two } =
  useCampaignFarm();

test('nothing is to be seen or sent on before every build ended well, then all at once', async () => {
  const [one, other] = await two();
  const id = await begin([one, other]);
  const changes: string[] = [];
  farm().catalogue.onIndexChange(({ project }) => void changes.push(project));
  await bring(one);
  expect([await nameOf(one), await served(), await sentOn(), changes]).toEqual(['held', [], 0, []]);
  expect((await farm().catalogue.listCampaigns(1))[0]?.progress).toEqual({
    pending: 0,
    begun: 1,
    held: 1,
    over: 0,
  });
  await bring(other);
  expect(await campaignState(id)).toBe('over');
  expect([await nameOf(one), await nameOf(other)]).toEqual(['succeeded', 'succeeded']);
  expect([await served(), await sentOn(), changes.toSorted()]).toEqual([
    [wheelOne, wheelTwo],
    2,
    ['one', 'two'],
  ]);
});

test('a build that fails holds the campaign: retried well, all of it is published', async () => {
  const [one, other] = await two();
  const id = await begin([one, other]);
  await bring(one);
  await move(other, [failed]);
  await look();
  expect([await campaignState(id), await served()]).toEqual(['held', []]);
  expect(await farm().catalogue.listUntoldCampaigns({ channel: 'webhook', since: 0 })).toMatchObject([
    { state: 'held' },
  ]);
  expect(await change(id, 'retry')).toBe(true);
  expect([await campaignState(id), await nameOf(other), await nameOf(one)]).toEqual([
    'running',
    'queued',
    'held',
  ]);
  await bring(other);
  expect([await campaignState(id), await served()]).toEqual(['over', [wheelOne, wheelTwo]]);
});

test('a held campaign publishes what is good when its owner wants that, also after a restart in between', async () => {
  const [one, other] = await two();
  const id = await begin([one, other]);
  await bring(one);
  await move(other, [failed]);
  await look();
  await changeCampaign(farm(), { id, action: 'publish' });
  expect(await served()).toEqual([]);
  await restart();
  expect([await campaignState(id), await served(), await nameOf(other)]).toEqual([
    'over',
    [wheelOne],
    'failed',
  ]);
  expect(await change(id, 'cancel')).toBe(false);
});

test('a cancelled campaign drops what it holds and what it runs, also when the process ended in between', async () => {
  const [one, other] = await two();
  const id = await begin([one, other]);
  await bring(one);
  await changeCampaign(farm(), { id, action: 'cancel' });
  await restart();
  expect([await nameOf(one), await nameOf(other), await served()]).toEqual(['cancelled', 'cancelled', []]);
  await retryBuild(farm(), one.id);
  await bring(one);
  expect([await nameOf(one), await served()]).toEqual(['succeeded', [wheelOne]]);
});

test('a wheel that was on its way when its campaign was cancelled is not published either', async () => {
  const [one, other] = await two();
  const id = await begin([one, other]);
  await changeCampaign(farm(), { id, action: 'cancel' });
  await bring(one);
  expect([await nameOf(one), await nameOf(other), await served()]).toEqual(['cancelled', 'cancelled', []]);
});

test('a paused campaign publishes nothing until it goes on', async () => {
  const [one] = await two();
  const id = await begin([one]);
  await change(id, 'pause');
  await bring(one);
  expect([await campaignState(id), await nameOf(one), await served()]).toEqual(['paused', 'held', []]);
  await restart();
  expect(await nameOf(one)).toBe('held');
  await change(id, 'resume');
  expect([await campaignState(id), await served()]).toEqual(['over', [wheelOne]]);
});
