import type { ProjectName, Version } from '../domain/release.ts';
import type { Target } from '../domain/target.ts';
import { chooseVersions, type WatchList } from '../domain/watch-list.ts';
import { explainFetchProblem } from './explain-fetch-problem.ts';
import { fetchSdist, type FetchPorts } from './fetch-sdist.ts';
import { followYank } from './follow-yank.ts';
import type { UpstreamRelease } from './ports.ts';
import type { WatchedRelease } from './records.ts';
import { requestBuilds, type RequestPorts } from './request-builds.ts';
import type { UpstreamLook, WatchedIndex } from './watched-index.ts';

export type LookPorts = FetchPorts & RequestPorts;

export type LookResult = {
  readonly look: UpstreamLook;
  /** Builds that were not there before. */
  readonly made: number;
};

/**
 * Looks at a project's page and does what follows of it: asks for builds of what is new, follows what was yanked, notes what
 * is gone. Doing so twice is doing so once. Throws Outage where the upstream gives no good answer; what was done stays.
 */
export async function lookAtUpstream(
  farm: LookPorts,
  of: {
    readonly upstream: string;
    readonly index: WatchedIndex;
    readonly project: ProjectName;
    /** Those that watch the project. */
    readonly lists: readonly WatchList[];
    readonly etag: string | null;
    /** Whether what was taken before is to be asked for again, since the lists have changed. */
    readonly rules: 'same' | 'changed';
    readonly seenAt: number;
  },
): Promise<LookResult> {
  const { upstream, index, project, etag } = of;
  const look = await index.look(project, { etag });
  if (look.kind !== 'page') return { look, made: 0 };
  const rows = await farm.catalogue.listWatchedReleases({ upstream, project });
  const known = new Map(rows.map((release) => [release.version, release]));
  await followPage(farm, { releases: look.releases, known, upstream });
  let made = 0;
  for (const [version, lists] of wantedVersions(look.releases, of)) {
    const before = known.get(version);
    if (before?.state === 'refused' || (before?.state === 'taken' && of.rules === 'same')) continue;
    made += await take(farm, { ...of, version, lists, seenAt: before?.seenAt ?? of.seenAt });
  }
  return { look, made };
}

function wantedVersions(
  releases: readonly UpstreamRelease[],
  { project, lists }: { readonly project: ProjectName; readonly lists: readonly WatchList[] },
): ReadonlyMap<Version, readonly WatchList[]> {
  const wanted = new Map<Version, WatchList[]>();
  for (const list of lists) {
    const rule = list.projects.get(project);
    if (rule === undefined) continue;
    for (const version of chooseVersions(releases, rule))
      wanted.set(version, [...(wanted.get(version) ?? []), list]);
  }
  return wanted;
}

async function take(
  farm: LookPorts,
  wanted: {
    readonly upstream: string;
    readonly index: WatchedIndex;
    readonly project: ProjectName;
    readonly version: Version;
    readonly lists: readonly WatchList[];
    readonly seenAt: number;
  },
): Promise<number> {
  const { upstream, index, project, version, seenAt } = wanted;
  const release = { upstream, project, version, seenAt, isYanked: false, indexedAt: null };
  const fetched = await fetchSdist({ ...farm, upstreams: [index] }, { project, version });
  if (!fetched.ok) {
    await farm.catalogue.keepWatchedRelease({
      ...release,
      state: 'refused',
      words: explainFetchProblem(fetched.problem),
    });
    return 0;
  }
  // Before the builds: whoever is quick finds when it was seen.
  await farm.catalogue.keepWatchedRelease({ ...release, state: 'taken', words: null });
  let made = 0;
  for (const { name, targets, priority } of wanted.lists) {
    const wish = { sdist: fetched.value, targets: chooseTargets(farm.offered, targets), priority };
    const builds = await requestBuilds(farm, { ...wish, requestedBy: `watch:${name}` });
    made += builds.filter(({ isNew }) => isNew).length;
  }
  return made;
}

const chooseTargets = (offered: readonly Target[], names: WatchList['targets']): readonly Target[] =>
  names === 'all' ? offered : offered.filter(({ name }) => names.some((wanted) => wanted === name));

/** Holds what was taken before against the page: yanked, standing again, or gone. Nothing is ever deleted for it. */
async function followPage(
  farm: LookPorts,
  page: {
    readonly releases: readonly UpstreamRelease[];
    readonly known: ReadonlyMap<Version, WatchedRelease>;
    readonly upstream: string;
  },
): Promise<void> {
  const listed = new Map(page.releases.map((release) => [release.version, release]));
  // A page without any release is nonsense rather than the end of the project.
  if (listed.size === 0) return;
  for (const before of page.known.values()) {
    if (before.state === 'refused') continue;
    const now = listed.get(before.version);
    const state = now === undefined ? 'removed' : 'taken';
    const isYanked = now?.isYanked ?? true;
    if (state === before.state && isYanked === before.isYanked) continue;
    await followYank(farm, { ...before, isYanked, why: now === undefined ? 'removed' : 'yanked' });
    await farm.catalogue.keepWatchedRelease({ ...before, state, isYanked });
  }
}
