import { expect, test } from 'vitest';
import type { CampaignId } from '../../src/domain/campaign.ts';
import { advanceCampaigns } from '../../src/farm/advance-campaigns.ts';
import { cancelBuild, rebuildBuild } from '../../src/farm/change-build.ts';
import { findRequirementWheels } from '../../src/farm/find-requirement-wheels.ts';
import { reconcile } from '../../src/farm/reconcile.ts';
import { requestRequirement } from '../../src/farm/request-requirement.ts';
import { settleWaiting } from '../../src/farm/settle-waiting.ts';
import { addBuildOf, bookworm, indexFileOf, projectNamed, sdistOf } from '../contracts/catalogue-samples.ts';
import { bookworm as target } from '../domain/examples.ts';
import { failed, useCampaignFarm, wheelOne, wheelTwo } from './use-campaign-farm.ts';

const {
  farm,
  begin,
  bring,
  built,
  change,
  campaignState,
  found,
  look,
  move,
  nameOf,
  restart,
  sentOn,
  served,
  two,
} = useCampaignFarm();

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

test('a process that dies while it hands a held build on leaves it to the next one', async () => {
  const [one, other] = await two();
  const first = await begin([one, other]);
  const second = await begin([one]);
  await bring(one);
  await move(other, [{ name: 'building', attempt: 'x' as never }, failed]);
  await look();
  await farm().catalogue.moveCampaign(first, { from: ['held'], to: 'cancelled', at: 1 });
  const { catalogue } = farm();
  let writes = 0;
  const countWrite = (): void => {
    writes += 1;
    if (writes > 1) throw new Error('the process has died');
  };
  const half: Pick<typeof catalogue, 'moveBuild' | 'moveCampaignBuild'> = {
    moveBuild: async (id, how) => {
      countWrite();
      return catalogue.moveBuild(id, how);
    },
    moveCampaignBuild: async (of, how) => {
      countWrite();
      return catalogue.moveCampaignBuild(of, how);
    },
  };
  await expect(advanceCampaigns({ ...farm(), catalogue: { ...catalogue, ...half } })).rejects.toThrow('died');
  await restart();
  await look();
  expect([await campaignState(second), await nameOf(one), await served()]).toEqual([
    'over',
    'succeeded',
    [wheelOne],
  ]);
});

test('a build that is on its way into the index as its campaign is cancelled is not seen there', async () => {
  const [one, other] = await two();
  const id = await begin([one, other]);
  const wheel = await built(one);
  await farm().catalogue.moveCampaign(id, { from: ['running'], to: 'cancelled', at: 1 });
  const { catalogue } = farm();
  const listClaims: typeof catalogue.listClaims = async (build) => {
    const claims = await catalogue.listClaims(build);
    if (build === one.id && (await nameOf(one)) === 'verifying')
      await move(one, [{ name: 'publishing', wheel }]);
    return claims;
  };
  await advanceCampaigns({ ...farm(), catalogue: { ...catalogue, listClaims } });
  await reconcile(farm());
  await look();
  expect([await nameOf(one), await served()]).toEqual(['cancelled', []]);
});

test('a name that was retired while it was held comes back with its campaign, and can be retired again', async () => {
  const [one, other] = await two();
  const id = await begin([one, other]);
  await bring(one);
  const [file] = await farm().catalogue.listHeldFiles(id, {
    nodes: [bookworm],
    project: one.release.project,
  });
  if (file === undefined) throw new Error('nothing is held');
  await farm().catalogue.publishFile(file);
  expect(await farm().catalogue.retireFile(file, 1)).toBe(true);
  await bring(other);
  expect(await served()).toEqual([wheelOne, wheelTwo]);
  await rebuildBuild(farm(), one.id);
  expect(await farm().catalogue.retireFile(file, 2)).toBe(true);
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
