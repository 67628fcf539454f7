import { nextAtomicStep } from '../domain/atomic-campaign.ts';
import { isFinal, type BuildId } from '../domain/build-state.ts';
import { resultOf, type Campaign, type CampaignBuild, type CampaignProgress } from '../domain/campaign.ts';
import { isPure } from '../domain/wheel.ts';
import { beginCampaignBuilds } from './begin-campaign-build.ts';
import { describeResult } from './describe-result.ts';
import { publishBuild } from './publish-build.ts';
import { putAway } from './put-away.ts';
import type { Build } from './records.ts';
import { retryLacking } from './retry-by-itself.ts';
import type { SchedulerPorts } from './scheduler-ports.ts';
import { settleWaiting } from './settle-waiting.ts';

/** The same as for other campaigns, but nothing is published before all is; see `domain/campaign.ts`. */
export async function advanceAtomic(farm: SchedulerPorts, campaign: Campaign): Promise<void> {
  const { id } = campaign;
  const builds = await takeInMembers(farm, campaign);
  const at = farm.clock();
  switch (nextAtomicStep(campaign.state, builds)) {
    case 'begin':
      return beginCampaignBuilds(farm, { campaign, builds });
    case 'publish':
      return publishAll(farm, campaign);
    case 'hold':
      await farm.catalogue.moveCampaign(id, { from: ['running'], to: 'held', at });
      return;
    case 'end':
      await farm.catalogue.moveCampaign(id, { from: ['running', 'held'], to: 'over', at });
      return;
    case 'put-away':
      return putAway(farm, { campaign, builds });
    case 'wait':
  }
}

/** Where each build is now: a person may have begun one anew that was held, or had failed. */
async function takeInMembers(farm: SchedulerPorts, campaign: Campaign): Promise<readonly CampaignBuild[]> {
  const members = new Map(
    (await farm.catalogue.listMemberBuilds(campaign.id)).map((build) => [build.id, build]),
  );
  const builds: CampaignBuild[] = [];
  for (const each of await farm.catalogue.listCampaignBuilds(campaign.id)) {
    const build = each.build === null ? undefined : members.get(each.build);
    const isLookedAt = each.progress.name !== 'pending' && build !== undefined;
    const progress = isLookedAt
      ? await progressOf(farm, { campaign, build, members, known: each.progress })
      : each.progress;
    if (build !== undefined && progress !== each.progress) {
      const place = { campaign: campaign.id, place: each.place };
      await farm.catalogue.moveCampaignBuild(place, { build: build.id, progress });
    }
    builds.push({ ...each, progress });
  }
  return builds;
}

async function progressOf(
  farm: SchedulerPorts,
  of: {
    readonly campaign: Campaign;
    readonly build: Build;
    readonly members: ReadonlyMap<BuildId, Build>;
    readonly known: CampaignProgress;
  },
): Promise<CampaignProgress> {
  const { campaign, build, members, known } = of;
  // What it came to is described once, and not at each look.
  const isKnown = (name: CampaignProgress['name'], as: Build): boolean =>
    known.name === name && resultOf(known)?.state === as.state.name;
  if (isFinal(build.state.name))
    return isKnown('over', build)
      ? known
      : { name: 'over', result: await describeResult(farm.catalogue, build) };
  const begun = known.name === 'begun' ? known : ({ name: 'begun' } as const);
  const answer =
    build.state.name === 'waiting' && build.state.reason === 'answer' ? members.get(build.state.on) : build;
  if (answer?.state.name !== 'held' || answer.state.campaign !== campaign.id) return begun;
  if (isKnown('held', answer)) return known;
  const wheel = await farm.catalogue.findWheel(answer.state.wheel);
  const isThere = answer === build || (wheel !== null && isPure(wheel));
  return isThere ? { name: 'held', result: await describeResult(farm.catalogue, answer) } : begun;
}

/** All of it, or, where a name was taken meanwhile, nothing before those wheels have another. */
async function publishAll(farm: SchedulerPorts, campaign: Campaign): Promise<void> {
  const publication = await farm.catalogue.publishHeld(campaign.id, farm.clock());
  switch (publication.kind) {
    case 'moved':
      return;
    case 'taken':
      for (const id of publication.builds) await holdAnew(farm, id);
      return;
    case 'published':
      for (const id of publication.builds) await follow(farm, id);
  }
}

async function holdAnew(farm: SchedulerPorts, id: BuildId): Promise<void> {
  const build = await farm.catalogue.findBuild(id);
  if (build?.state.name !== 'held') return;
  const to = { name: 'publishing', wheel: build.state.built } as const;
  await farm.catalogue.moveBuild(id, { from: 'held', to, at: farm.clock() });
  await publishBuild(farm, id);
}

/** Who waited for it, or lacked it. */
async function follow(farm: SchedulerPorts, id: BuildId): Promise<void> {
  await settleWaiting(farm, id);
  const build = await farm.catalogue.findBuild(id);
  if (build?.state.name !== 'succeeded') return;
  const wheel = await farm.catalogue.findWheel(build.state.wheel);
  if (wheel === null) return;
  const target = isPure(wheel) ? null : build.target;
  farm.errands.run(`lacking ${id}`, () =>
    retryLacking(farm, { ...wheel.release, importNames: wheel.importNames, target }),
  );
}
