import { isFinal } from '../domain/build-state.ts';
import type { BuildResult, Campaign, CampaignBuild } from '../domain/campaign.ts';
import { requestBuilds } from './request-builds.ts';
import type { Build } from './records.ts';
import type { SchedulerPorts } from './scheduler-ports.ts';

/** Behind everything that people wait for: those are at 10 unless they say otherwise. */
export const campaignPriority = 100;
/** So many builds of a campaign are begun at once: more than slots, and few enough that a pause is soon one. */
const mostBegun = 20;

/** Begins what waits for nothing any more, in order. */
export async function beginCampaignBuilds(
  farm: SchedulerPorts,
  { campaign, builds }: { readonly campaign: Campaign; readonly builds: readonly CampaignBuild[] },
): Promise<void> {
  const isReady = (place: number): boolean => {
    const name = builds[place]?.progress.name;
    return name === 'over' || name === 'held';
  };
  let free = mostBegun - builds.filter(({ progress }) => progress.name === 'begun').length;
  for (const each of builds) {
    if (free <= 0) return;
    if (each.progress.name !== 'pending' || !each.requires.every(isReady)) continue;
    await begin(farm, { campaign, each });
    free -= 1;
  }
}

type One = { readonly campaign: Campaign; readonly each: CampaignBuild };

async function begin(farm: SchedulerPorts, { campaign, each }: One): Promise<void> {
  const build = await findOrRequest(farm, { campaign, each });
  const place = { campaign: campaign.id, place: each.place };
  if (build === null) {
    const progress = { name: 'over', result: goneResult } as const;
    return farm.catalogue.moveCampaignBuild(place, { build: null, progress });
  }
  const { state } = build;
  const isAgain = each.build !== null || state.name !== 'succeeded';
  if (isFinal(state.name) && isAgain) {
    const to = { name: 'queued', attempt: null } as const;
    const at = farm.clock();
    await farm.catalogue.moveBuild(build.id, { from: state.name, to, at, priority: campaignPriority });
  }
  await farm.catalogue.moveCampaignBuild(place, { build: build.id, progress: { name: 'begun' } });
}

const goneResult: BuildResult = {
  state: 'blocked',
  why: 'its target is not defined any more, or its sdist is gone',
  rebuilt: null,
  sizeBytes: null,
  extensions: [],
};

/** The build to begin; one that there was not before is asked for, as anybody would. */
async function findOrRequest(farm: SchedulerPorts, { campaign, each }: One): Promise<Build | null> {
  if (each.build !== null) return farm.catalogue.findBuild(each.build);
  const target = farm.targets.get(campaign.target);
  const sdist = await farm.catalogue.findSdist(each.sdist);
  if (target === undefined || sdist === null) return null;
  const requested = await requestBuilds(farm, {
    sdist,
    targets: [target],
    priority: campaignPriority,
    requestedBy: campaign.owner,
  });
  // A pure project may be built on another target first, for all of them.
  for (const { build } of requested)
    if (campaign.atomic && !isFinal(build.state.name) && build.target !== campaign.target)
      await farm.catalogue.joinCampaign(campaign.id, build);
  return requested.find(({ build }) => build.target === campaign.target)?.build ?? null;
}
