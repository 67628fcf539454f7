import { isFinal, type BuildId } from '../domain/build-state.ts';
import type { CampaignId } from '../domain/campaign.ts';
import { chooseCandidates, type RequirementCandidate } from '../domain/choose-requirement.ts';
import type { Failure } from '../domain/failure.ts';
import type { UnmetRequirement } from '../domain/outcome.ts';
import type { ProjectName } from '../domain/release.ts';
import { parseRequirement } from '../domain/requirement.ts';
import type { Target } from '../domain/target.ts';
import { fetchSdist, upstreamsFor } from './fetch-sdist.ts';
import { findHolder } from './find-holder.ts';
import { findWaitingCycle } from './find-waiting-cycle.ts';
import type { Build } from './records.ts';
import { requestBuilds } from './request-builds.ts';
import type { SchedulerPorts } from './scheduler-ports.ts';

export type Pursued =
  | { readonly kind: 'wait'; readonly on: BuildId }
  | { readonly kind: 'hopeless'; readonly failure: Failure };

/**
 * Has a build requirement built from source on the parent's target: the newest release that fits, and when that can't be
 * built the next older ones. What was tried is what the catalogue has builds of, so looking again goes on from there.
 */
export async function requestRequirement(
  farm: SchedulerPorts,
  wanted: {
    readonly parent: Build;
    readonly target: Target;
    readonly need: UnmetRequirement;
    /** What all that is known to require the project says of it. */
    readonly specifier: string;
  },
): Promise<Pursued> {
  const { parent, target, need, specifier } = wanted;
  const { requirement, available } = need;
  const project = parseRequirement(requirement)?.project;
  if (project === undefined) return hopeless({ kind: 'unmet-requirement', requirement, available });
  const candidates = await listCandidates(farm, project);
  let failure: Failure = { kind: 'unmet-requirement', requirement, available };
  const requestedBy = `build ${parent.id}`;
  for (const version of chooseCandidates(candidates, { specifier, pythonVersion: target.pythonVersion })) {
    const sdist = await fetchSdist(farm, { project, version });
    if (!sdist.ok) continue;
    const made = await requestBuilds(farm, {
      sdist: sdist.value,
      targets: [target],
      // Ahead of the one that waits, and of its likes.
      priority: Math.max(0, parent.priority - 1),
      requestedBy,
    });
    const child = made.find(({ build }) => build.target === target.name)?.build;
    if (child === undefined) continue;
    // What one of a campaign needs is not to be seen before the campaign either, unless somebody else asked for it.
    const holder = await findHolder(farm.catalogue, parent.id);
    const isOwn = child.requestedBy === requestedBy && !isFinal(child.state.name);
    if (holder !== null && isOwn) await farm.catalogue.joinCampaign(holder, child);
    const through = await findWaitingCycle(farm.catalogue, { waiter: parent.id, on: child.id });
    if (through !== null) failure = firstReal(failure, { kind: 'requirement-cycle', requirement, through });
    else if (!isFinal(child.state.name) && !isHeldBy(child, holder)) return { kind: 'wait', on: child.id };
    // Also one that succeeded: its wheel was at hand when this was asked for, and is not what is needed.
    else failure = firstReal(failure, { kind: 'requirement-failed', requirement, build: child.id });
  }
  return hopeless(failure);
}

const isHeldBy = ({ state }: Build, campaign: CampaignId | null): boolean =>
  state.name === 'held' && state.campaign === campaign;

const hopeless = (failure: Failure): Pursued => ({ kind: 'hopeless', failure });

/** The newest release's fate is the one to tell. */
const firstReal = (before: Failure, now: Failure): Failure =>
  before.kind === 'unmet-requirement' ? now : before;

/** Releases that the farm has the sdist of, and those of the first index upstream that knows the project. */
async function listCandidates(
  farm: SchedulerPorts,
  project: ProjectName,
): Promise<readonly RequirementCandidate[]> {
  const known = (await farm.catalogue.listSdistsOf(project)).map(({ release, facts }) => ({
    version: release.version,
    requiresPython: facts.requiresPython,
    isYanked: false,
  }));
  for (const upstream of upstreamsFor(farm, project)) {
    const listed = await upstream.listSdists(project);
    if (listed !== null) return [...known, ...listed];
  }
  return known;
}
