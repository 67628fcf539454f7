import { isFinal } from '../domain/build-state.ts';
import type { Campaign, CampaignBuild } from '../domain/campaign.ts';
import { advanceAtomic } from './advance-atomic.ts';
import { beginCampaignBuilds } from './begin-campaign-build.ts';
import { describeResult } from './describe-result.ts';
import type { SchedulerPorts } from './scheduler-ports.ts';

/** Takes in what has ended of each campaign and begins what may be begun. A crash anywhere is made up for by the next look. */
export async function advanceCampaigns(farm: SchedulerPorts): Promise<void> {
  for (const campaign of await farm.catalogue.listOpenCampaigns())
    await (campaign.atomic ? advanceAtomic(farm, campaign) : advance(farm, campaign));
}

async function advance(farm: SchedulerPorts, campaign: Campaign): Promise<void> {
  const builds = [...(await farm.catalogue.listCampaignBuilds(campaign.id))];
  for (const each of builds) {
    if (each.progress.name === 'begun') builds[each.place] = await takeIn(farm, { campaign, each });
  }
  if (builds.every(({ progress }) => progress.name === 'over')) {
    const at = farm.clock();
    await farm.catalogue.moveCampaign(campaign.id, { from: ['running', 'paused'], to: 'over', at });
    return;
  }
  if (campaign.state === 'running') await beginCampaignBuilds(farm, { campaign, builds });
}

type One = { readonly campaign: Campaign; readonly each: CampaignBuild };

async function takeIn(farm: SchedulerPorts, { campaign, each }: One): Promise<CampaignBuild> {
  const build = each.build === null ? null : await farm.catalogue.findBuild(each.build);
  if (build === null || !isFinal(build.state.name)) return each;
  const progress = { name: 'over', result: await describeResult(farm.catalogue, build) } as const;
  const place = { campaign: campaign.id, place: each.place };
  await farm.catalogue.moveCampaignBuild(place, { build: build.id, progress });
  return { ...each, progress };
}
