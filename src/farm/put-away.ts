import { isFinal, type BuildId } from '../domain/build-state.ts';
import type { Campaign, CampaignBuild } from '../domain/campaign.ts';
import { cancelBuild } from './change-build.ts';
import { describeResult } from './describe-result.ts';
import { publishBuild } from './publish-build.ts';
import type { Build } from './records.ts';
import type { SchedulerPorts } from './scheduler-ports.ts';
import { settleWaiting } from './settle-waiting.ts';

/**
 * Cancels what a cancelled campaign runs and drops what it holds, unless another campaign wants the build, too. What is on
 * its way into the index is held a moment later, and put away by the next look.
 */
export async function putAway(
  farm: SchedulerPorts,
  { campaign, builds }: { readonly campaign: Campaign; readonly builds: readonly CampaignBuild[] },
): Promise<void> {
  const { catalogue } = farm;
  for (const { build: id, place, progress } of builds) {
    if (id === null || (progress.name !== 'begun' && progress.name !== 'held')) continue;
    const isWanted = (await catalogue.listClaims(id)).some((claim) => claim.id !== campaign.id);
    const left = isWanted ? await release(farm, { campaign, id }) : await drop(farm, { campaign, id });
    if (left === null) continue;
    const over = { name: 'over', result: await describeResult(catalogue, left) } as const;
    await catalogue.moveCampaignBuild({ campaign: campaign.id, place }, { build: id, progress: over });
    if (isWanted) await publishBuild(farm, id);
    else await settleWaiting(farm, id);
  }
}

type One = { readonly campaign: Campaign; readonly id: BuildId };

/** Ends one that nobody else wants; null while it is on its way into the index. */
async function drop(farm: SchedulerPorts, { campaign, id }: One): Promise<Build | null> {
  await cancelBuild(farm, { id, by: `campaign ${campaign.id}` });
  const build = await farm.catalogue.findBuild(id);
  return build !== null && isFinal(build.state.name) ? build : null;
}

/**
 * Makes one the other campaign's, to be held by that one, or published, and gives it as this one leaves it. It is on its way
 * before this campaign has done with it, so that a crash in between leaves it to the next look. Null while it was already.
 */
async function release(farm: SchedulerPorts, { campaign, id }: One): Promise<Build | null> {
  const build = await farm.catalogue.findBuild(id);
  if (build?.state.name === 'publishing') return null;
  if (build?.state.name !== 'held' || build.state.campaign !== campaign.id) return build;
  const to = { name: 'publishing', wheel: build.state.built } as const;
  return (await farm.catalogue.moveBuild(id, { from: 'held', to, at: farm.clock() })) ? build : null;
}
