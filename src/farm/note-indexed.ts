import type { IndexTree } from '../domain/index-tree.ts';
import { sameVersion, type ProjectName } from '../domain/release.ts';
import type { Catalogue } from './catalogue-port.ts';
import { followYank } from './follow-yank.ts';
import type { Clock } from './ports.ts';

/**
 * After something of a project came into the index: releases that an upstream had shown and that can be installed now. Gives
 * the milliseconds that each has taken. One that was yanked meanwhile is served as such.
 */
export async function noteIndexed(
  farm: { readonly catalogue: Catalogue; readonly indexes: IndexTree; readonly clock: Clock },
  project: ProjectName,
): Promise<readonly number[]> {
  const awaited = await farm.catalogue.listUnindexedReleases(project);
  if (awaited.length === 0) return [];
  const files = await farm.catalogue.listFiles({ nodes: [...farm.indexes.nodes.keys()], project });
  const taken: number[] = [];
  for (const release of awaited) {
    const file = files.find(({ version }) => sameVersion(version, release.version));
    if (file === undefined) continue;
    await farm.catalogue.markIndexed(release, file.publishedAt);
    if (release.isYanked) {
      const why = release.state === 'removed' ? 'removed' : 'yanked';
      await followYank(farm, { ...release, why });
    }
    // What the farm had before anybody looked is no measure of anything.
    if (file.publishedAt >= release.seenAt) taken.push(file.publishedAt - release.seenAt);
  }
  return taken;
}
