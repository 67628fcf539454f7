import { expect, test } from 'vitest';
import type { CampaignId } from '../../src/domain/campaign.ts';
import { cancelBuild, rebuildBuild } from '../../src/farm/change-build.ts';
import { findRequirementWheels } from '../../src/farm/find-requirement-wheels.ts';
import { requestRequirement } from '../../src/farm/request-requirement.ts';
import { settleWaiting } from '../../src/farm/settle-waiting.ts';
import { addBuildOf, bookworm, indexFileOf, projectNamed, sdistOf } from '../contracts/catalogue-samples.ts';
import { bookworm as target } from '../domain/examples.ts';

import { useCampaignFarm, wheelOne, wheelTwo } from './use-campaign-farm.ts';

const { farm, begin, bring, change, campaignState, found, look, nameOf, sentOn, served, two } =
  useCampaignFarm();

test('builds of a campaign are built with what it holds, others are not', async () => {
  const [one, other] = await two();
  const id = await begin([one, other]);
  await bring(one);
  const wheels = (campaign: CampaignId | null) =>
    findRequirementWheels(farm(), { target, requirements: ['one'], campaign });
  expect((await wheels(id)).get(projectNamed('one'))?.filename).toBe(wheelOne);
  expect(await wheels(null)).toEqual(new Map());
  const stranger = await addBuildOf(farm().catalogue, 'stranger');
  for (const { id: waiter } of [other, stranger])
    await farm().catalogue.moveBuild(waiter, {
      from: 'queued',
      to: { name: 'waiting', on: one.id, reason: 'requirement' },
      at: 1,
    });
  await settleWaiting(farm(), one.id);
  expect([await nameOf(other), await nameOf(stranger)]).toEqual(['queued', 'waiting']);
  await bring(other);
  expect([await campaignState(id), await nameOf(stranger)]).toEqual(['over', 'queued']);
});

test('what a build of a campaign needs and nobody asked for becomes one of the campaign', async () => {
  const [one] = await two();
  const id = await begin([one]);
  await farm().catalogue.addSdist(sdistOf('tool'), 1);
  const need = { requirement: 'tool>=1', available: null };
  const wanted = { parent: await found(one.id), target, need, specifier: '>=1' };
  const pursued = await requestRequirement(farm(), wanted);
  await requestRequirement(farm(), wanted);
  if (pursued.kind !== 'wait') throw new Error('there is nothing to wait for');
  await look();
  await bring(one);
  expect([await campaignState(id), await served()]).toEqual(['running', []]);
  expect((await farm().catalogue.listCampaignBuilds(id)).map(({ build }) => build)).toEqual([
    one.id,
    pursued.on,
  ]);
  await bring(await found(pursued.on));
  expect([await campaignState(id), await served()]).toEqual([
    'over',
    [wheelOne, 'tool-1.0-py3-none-any.whl'],
  ]);
});

test('a held build that a person has built again is held anew, with what came of it', async () => {
  const [one, other] = await two();
  const id = await begin([one, other]);
  await bring(one);
  expect((await rebuildBuild(farm(), one.id)).ok).toBe(true);
  await look();
  await bring(other);
  expect([await campaignState(id), await served()]).toEqual(['running', []]);
  await bring(one, 'x = 2\n');
  expect([await campaignState(id), await served()]).toEqual(['over', [wheelOne, wheelTwo]]);
  const { state } = await found(one.id);
  expect(state.name === 'succeeded' && (await farm().catalogue.findFileIn(bookworm, wheelOne))?.sha256).toBe(
    state.name === 'succeeded' && state.wheel,
  );
});

test('a held build that a person cancels counts as one that did not end well', async () => {
  const [one, other] = await two();
  const id = await begin([one, other]);
  await bring(one);
  await cancelBuild(farm(), { id: one.id, by: 'bert' });
  await bring(other);
  expect([await campaignState(id), await served()]).toEqual(['held', []]);
});

test('of two campaigns over one build the atomic one decides when it is seen, and the other waits', async () => {
  const [one, other] = await two();
  const plain = await begin([one], false);
  const atomic = await begin([one, other]);
  await bring(one);
  expect([await campaignState(plain), await nameOf(one)]).toEqual(['running', 'held']);
  await bring(other);
  expect([await campaignState(plain), await campaignState(atomic), await served()]).toEqual([
    'over',
    'over',
    [wheelOne, wheelTwo],
  ]);
});

test('a held build of a cancelled campaign goes on to the other one that wants it', async () => {
  const [one, other] = await two();
  const first = await begin([one, other]);
  const second = await begin([one]);
  await bring(one);
  await change(first, 'cancel');
  expect([await campaignState(second), await nameOf(one), await nameOf(other)]).toEqual([
    'over',
    'succeeded',
    'cancelled',
  ]);
  expect(await served()).toEqual([wheelOne]);
});

test('a name that was taken while it was held is not given twice: the wheel gets the next build tag', async () => {
  const [one, other] = await two();
  const id = await begin([one, other]);
  await bring(one);
  await farm().catalogue.publishFile(indexFileOf(other.id, { node: bookworm, name: 'one', version: '1.0' }));
  await bring(other);
  await look();
  expect(await campaignState(id)).toBe('over');
  expect((await served()).toSorted()).toEqual(['one-1.0-1-py3-none-any.whl', wheelOne, wheelTwo]);
});

test('a campaign whose builds all come out the same publishes nothing and is over', async () => {
  const [one] = await two();
  await bring(one);
  const id = await begin([one]);
  expect(await nameOf(one)).toBe('queued');
  await bring(one);
  expect([await campaignState(id), await served(), await sentOn()]).toEqual(['over', [wheelOne], 1]);
});
