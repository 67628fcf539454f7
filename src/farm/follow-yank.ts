import type { IndexTree } from '../domain/index-tree.ts';
import { sameVersion } from '../domain/release.ts';
import type { Catalogue } from './catalogue-port.ts';
import type { WatchedRelease } from './records.ts';

/**
 * Serves the wheels of a release as yanked, or no longer, as its upstream does. What a person has yanked stays so, and so do
 * files that nobody built here.
 */
export async function followYank(
  farm: { readonly catalogue: Catalogue; readonly indexes: IndexTree },
  release: Pick<WatchedRelease, 'upstream' | 'project' | 'version' | 'isYanked'> & {
    readonly why: 'yanked' | 'removed';
  },
): Promise<void> {
  const { upstream, project, version, isYanked, why } = release;
  for (const node of farm.indexes.nodes.keys()) {
    for (const file of await farm.catalogue.listFiles({ nodes: [node], project })) {
      if (file.build === null || !sameVersion(file.version, version)) continue;
      const { filename, yanked } = file;
      if (isYanked && yanked === null)
        await farm.catalogue.yankFile({ node, filename }, reasonOf(upstream, why));
      const isOurs = yanked === reasonOf(upstream, 'yanked') || yanked === reasonOf(upstream, 'removed');
      if (!isYanked && isOurs) await farm.catalogue.yankFile({ node, filename }, null);
    }
  }
}

const reasonOf = (upstream: string, why: 'yanked' | 'removed'): string => `${why} at ${upstream}`;
