import { isFinal } from '../domain/build-state.ts';
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
  for (const each of builds) {
    if (each.progress.name !== 'begun' && each.progress.name !== 'held') continue;
    const build = each.build === null ? null : await farm.catalogue.findBuild(each.build);
    if (build === null || build.state.name === 'publishing') continue;
    const claims = await farm.catalogue.listClaims(build.id);
    const isWanted = claims.some(({ id }) => id !== campaign.id);
    if (!isWanted && !isFinal(build.state.name))
      await cancelBuild(farm, { id: build.id, by: `campaign ${campaign.id}` });
    const ended = (await farm.catalogue.findBuild(build.id)) ?? build;
    const progress = { name: 'over', result: await describeResult(farm.catalogue, ended) } as const;
    await farm.catalogue.moveCampaignBuild(
      { campaign: campaign.id, place: each.place },
      { build: build.id, progress },
    );
    if (isWanted) await passOn(farm, { campaign, build });
    else await settleWaiting(farm, build.id);
  }
}

/** It is the other campaign's now: to be held by that one, or published. */
async function passOn(
  farm: SchedulerPorts,
  { campaign, build }: { readonly campaign: Campaign; readonly build: Build },
): Promise<void> {
  const { state } = build;
  if (state.name !== 'held' || state.campaign !== campaign.id) return;
  const to = { name: 'publishing', wheel: state.built } as const;
  const isMoved = await farm.catalogue.moveBuild(build.id, { from: 'held', to, at: farm.clock() });
  if (isMoved) await publishBuild(farm, build.id);
}
