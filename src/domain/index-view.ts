import type { IndexTree } from './index-tree.ts';
import type { ProjectName } from './release.ts';
import type { TargetName } from './target.ts';

/** The nodes that an index shows, its own first. Empty where there is no such index. */
export const nodesOf = (tree: IndexTree, node: string): readonly string[] => tree.chains.get(node) ?? [];

/**
 * The nodes that a project's files may come from in an index. A pinned name comes from where the nearest pin says and from
 * nowhere else; in an index that knows no pin of it, from the nodes of other pins at most: a stranger's release of an
 * internal name is seen nowhere.
 */
export function nodesFor(tree: IndexTree, wanted: InIndex): readonly string[] {
  const chain = nodesOf(tree, wanted.node);
  const homes = tree.pinned.get(wanted.project);
  if (homes === undefined) return chain;
  for (const name of chain) {
    const home = tree.nodes.get(name)?.pins.get(wanted.project);
    if (home !== undefined) return [home];
  }
  return chain.filter((name) => homes.has(name));
}

type InIndex = { readonly node: string; readonly project: ProjectName };

/** The targets that install from a node: those it names, or those of its bases. Empty: it is for any. */
export function targetsOf(tree: IndexTree, name: string): readonly TargetName[] {
  const found = new Set<TargetName>();
  const seen = new Set<string>();
  const visit = (each: string): void => {
    const node = tree.nodes.get(each);
    if (node === undefined || seen.has(each)) return;
    seen.add(each);
    for (const target of node.targets) found.add(target);
    if (node.targets.length === 0) node.bases.forEach(visit);
  };
  visit(name);
  return [...found];
}

/** Where the wheels of a target go: the first node that names it. One that none names would be a target's own. */
export const nodeOfTarget = (tree: IndexTree, target: TargetName): string =>
  [...tree.nodes.values()].find(({ targets }) => targets.includes(target))?.name ?? target;

/** Targets whose wheels nobody could install. */
export const targetsWithoutNode = (tree: IndexTree, targets: Iterable<TargetName>): readonly TargetName[] =>
  [...targets].filter((target) => !tree.nodes.has(nodeOfTarget(tree, target)));

/**
 * The nodes that a finished wheel goes into. An internal project's goes to the nodes that it is pinned to, as far as they
 * are for its target.
 */
export function nodesToPublish(
  tree: IndexTree,
  wheel: { readonly project: ProjectName; readonly target: TargetName; readonly servesAll: boolean },
): readonly [string, ...string[]] {
  const usual = wheel.servesAll ? tree.pureNode : nodeOfTarget(tree, wheel.target);
  const [first, ...others] = [...(tree.pinned.get(wheel.project) ?? [])].filter((node) => {
    const targets = targetsOf(tree, node);
    return wheel.servesAll || targets.length === 0 || targets.includes(wheel.target);
  });
  return first === undefined ? [usual] : [first, ...others];
}

/** Where a build for a target finds the wheels of what it requires: of an internal project, wherever the farm has put them. */
export const nodesForBuild = (
  tree: IndexTree,
  { target, project }: { readonly target: TargetName; readonly project: ProjectName },
): readonly string[] =>
  tree.pinned.has(project)
    ? nodesToPublish(tree, { project, target, servesAll: false })
    : nodesOf(tree, nodeOfTarget(tree, target));

/** Whether files of a project may be put into a node by hand: an internal name only where it is pinned to. */
export const mayHold = (tree: IndexTree, { node, project }: InIndex): boolean =>
  tree.pinned.get(project)?.has(node) ?? true;
