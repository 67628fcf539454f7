import type { ProjectName } from '../domain/release.ts';
import { renderRules, type WatchList } from '../domain/watch-list.ts';

/** What is wanted of a project: the lists that watch it, and what these say of it as one text. */
export type Wish = { readonly lists: readonly WatchList[]; readonly rules: string };

/** By project, without the internal ones: no upstream is asked for those. */
export function compileWishes(
  lists: readonly WatchList[],
  isInternal: (project: ProjectName) => boolean,
): ReadonlyMap<ProjectName, Wish> {
  const byProject = new Map<ProjectName, WatchList[]>();
  for (const list of lists)
    for (const project of list.projects.keys())
      if (!isInternal(project)) byProject.set(project, [...(byProject.get(project) ?? []), list]);
  return new Map(
    [...byProject].map(([project, watching]) => [
      project,
      { lists: watching, rules: renderRules(project, watching) },
    ]),
  );
}
