import type { BuildId } from '../domain/build-state.ts';
import type { ProjectName } from '../domain/release.ts';
import { parseSearch } from '../domain/search-query.ts';
import type { Catalogue } from './catalogue-port.ts';
import type { Build } from './records.ts';

type Found = {
  readonly projects: readonly ProjectName[];
  readonly builds: readonly Build[];
  readonly failures: readonly Build[];
};

/** What of the farm a typed text may mean, at most `limit` of each kind. */
export async function searchFarm(
  { catalogue }: { readonly catalogue: Catalogue },
  { text, limit }: { readonly text: string; readonly limit: number },
): Promise<Found> {
  const { build, releases, name, words } = parseSearch(text);
  const named = build === null ? null : await catalogue.findBuild(build as BuildId);
  const builds = new Map(named === null ? [] : [[named.id, named]]);
  for (const release of releases) {
    for (const each of await catalogue.searchReleases({ ...release, limit })) builds.set(each.id, each);
  }
  return {
    projects: name === null ? [] : await catalogue.searchProjects({ name, limit }),
    builds: [...builds.values()].slice(0, limit),
    failures: words.length === 0 ? [] : await catalogue.searchFailures({ words, limit }),
  };
}
