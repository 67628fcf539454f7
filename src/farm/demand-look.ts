import type { BuildId } from '../domain/build-state.ts';
import { chooseDemanded, type OnDemand } from '../domain/on-demand.ts';
import { renderRelease, type ProjectName, type Version } from '../domain/release.ts';
import type { Target } from '../domain/target.ts';
import { explainFetchProblem } from './explain-fetch-problem.ts';
import { fetchSdist, upstreamsFor, type FetchPorts } from './fetch-sdist.ts';
import { Outage, type SimpleIndex, type UpstreamRelease } from './ports.ts';
import type { QueueShare } from './queue-share.ts';
import { requestBuilds, type RequestPorts } from './request-builds.ts';

export type DemandPorts = FetchPorts & RequestPorts & { readonly onBuildsChanged: () => void };

/** What came of looking for a project upstream. */
export type DemandLook =
  | { readonly kind: 'asked'; readonly builds: readonly BuildId[] }
  | { readonly kind: 'queue-full' }
  /** No upstream has it. */
  | { readonly kind: 'unknown' }
  /** None of its releases has an sdist for the target's Python that the index wants. */
  | { readonly kind: 'nothing-fits' }
  | { readonly kind: 'refused'; readonly sentence: string }
  /** An upstream gave no good answer. */
  | { readonly kind: 'trouble'; readonly sentence: string };

/** Looks for a project upstream and has it built. Doing so twice is doing so once. */
export async function lookForDemand(
  farm: DemandPorts,
  demand: {
    readonly node: string;
    readonly project: ProjectName;
    readonly rule: OnDemand;
    readonly targets: readonly Target[];
    readonly share: QueueShare;
  },
): Promise<DemandLook> {
  const { project, rule, targets, share } = demand;
  const { mostBuilds: most, priority } = rule;
  const requestedBy = `on-demand:${demand.node}`;
  // No upstream is asked for what could not be built now.
  if ((await farm.catalogue.countUnfinishedBuilds(requestedBy)) >= most) return { kind: 'queue-full' };
  try {
    const found = await findUpstream(farm, project);
    if (found === null) return { kind: 'unknown' };
    const wanted = [...versionsByTarget(found.releases, { rule, targets })];
    const pairs = wanted.reduce((sum, [, wanting]) => sum + wanting.length, 0);
    using place = await share.reserve(requestedBy, { builds: pairs, most });
    if (place === null) return { kind: 'queue-full' };
    const builds: BuildId[] = [];
    let refusal: string | null = null;
    for (const [version, wanting] of wanted) {
      const release = { project, version };
      const sdist = await fetchSdist({ ...farm, upstreams: [found.upstream] }, release);
      if (!sdist.ok) {
        refusal ??= `${renderRelease(release)} can't be taken: ${explainFetchProblem(sdist.problem)}`;
        continue;
      }
      const wish = { sdist: sdist.value, targets: wanting, priority, requestedBy };
      builds.push(...(await requestBuilds(farm, wish)).map(({ build }) => build.id));
    }
    if (builds.length > 0) {
      farm.onBuildsChanged();
      return { kind: 'asked', builds };
    }
    return refusal === null ? { kind: 'nothing-fits' } : { kind: 'refused', sentence: refusal };
  } catch (error) {
    if (error instanceof Outage) return { kind: 'trouble', sentence: error.message };
    throw error;
  }
}

/** The first upstream that knows the project, as for build requirements. */
async function findUpstream(
  farm: DemandPorts,
  project: ProjectName,
): Promise<{ readonly upstream: SimpleIndex; readonly releases: readonly UpstreamRelease[] } | null> {
  for (const upstream of upstreamsFor(farm, project)) {
    const releases = await upstream.listSdists(project);
    if (releases !== null) return { upstream, releases };
  }
  return null;
}

function versionsByTarget(
  releases: readonly UpstreamRelease[],
  { rule, targets }: { readonly rule: OnDemand; readonly targets: readonly Target[] },
): ReadonlyMap<Version, readonly Target[]> {
  const wanted = new Map<Version, readonly Target[]>();
  for (const target of targets)
    for (const version of chooseDemanded(releases, {
      rule: rule.versions,
      pythonVersion: target.pythonVersion,
    }))
      wanted.set(version, [...(wanted.get(version) ?? []), target]);
  return wanted;
}
