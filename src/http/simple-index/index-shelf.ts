import type { IndexTree } from '../../domain/index-tree.ts';
import { nodesOf } from '../../domain/index-view.ts';
import type { ProjectName } from '../../domain/release.ts';
import type { Catalogue } from '../../farm/catalogue-port.ts';
import { openPageShelf, type PageShelf } from './page-shelf.ts';

const mostBytes = 128 * 1024 ** 2;

export const pathOfProjects = (node: string): string => `/index/${node}/simple/`;
export const pathOfProject = (node: string, project: ProjectName): string =>
  `${pathOfProjects(node)}${project}/`;

/** The pages of the index tree. A change in a node is one in every index that inherits it. */
export function openIndexShelf(farm: {
  readonly catalogue: Catalogue;
  readonly indexes: IndexTree;
}): PageShelf {
  const shelf = openPageShelf({ mostBytes });
  farm.catalogue.onIndexChange(({ node, project }) => {
    for (const heir of farm.indexes.nodes.keys()) {
      if (!nodesOf(farm.indexes, heir).includes(node)) continue;
      shelf.drop(pathOfProject(heir, project));
      shelf.drop(pathOfProjects(heir));
    }
  });
  return shelf;
}
