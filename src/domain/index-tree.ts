import type { OnDemand } from './on-demand.ts';
import type { ProjectName } from './release.ts';
import { bad, ok, type Result } from './result.ts';
import type { TargetName } from './target.ts';

/** One place of the index tree. Wheels lie in it; what installers see there are its own and those of its bases. */
export type IndexNode = {
  readonly name: string;
  /** Inherited, in this order: where a file name stands in several, the first counts. */
  readonly bases: readonly string[];
  /** Targets whose wheels with machine code it holds; empty: those of its bases. */
  readonly targets: readonly TargetName[];
  /** Whether wheels without machine code go there; one node of a tree is it. */
  readonly isPure: boolean;
  /** Projects that here, and in what inherits this node, come from one node alone. */
  readonly pins: ReadonlyMap<ProjectName, string>;
  /** Null: what it lacks is not built for being asked for. */
  readonly onDemand: OnDemand | null;
};

/** Nodes that fit each other: every base is there, nothing inherits itself. In the order of the file. */
export type IndexTree = {
  readonly nodes: ReadonlyMap<string, IndexNode>;
  readonly pureNode: string;
  /** Each node with all that it inherits: itself first, then its bases, each followed by its own. */
  readonly chains: ReadonlyMap<string, readonly string[]>;
  /** The nodes that some pin of a project names. A pinned name is an internal one. */
  readonly pinned: ReadonlyMap<ProjectName, ReadonlySet<string>>;
};

/** What is wrong with a tree, and at which of its nodes. */
type TreeProblem = { readonly place: number; readonly problem: string };

export function makeIndexTree(nodes: readonly IndexNode[]): Result<IndexTree, readonly TreeProblem[]> {
  const byName = new Map(nodes.map((node) => [node.name, node]));
  const problems = nodes.flatMap((node, place) =>
    findProblems(node, { nodes, byName, place }).map((problem) => ({ place, problem })),
  );
  const pure = nodes.filter(({ isPure }) => isPure);
  const [first, second] = pure;
  if (second !== undefined) {
    const problem = `pure wheels go to ${first?.name} already; one index takes them`;
    problems.push({ place: nodes.indexOf(second), problem });
  }
  if (first === undefined)
    problems.push({ place: 0, problem: 'no index takes the pure wheels: give one of them "pure: true"' });
  if (first === undefined || problems.length > 0) return bad(problems);
  const chains = new Map(nodes.map(({ name }) => [name, chainFrom(byName, name)]));
  const strayed = nodes.flatMap((node, place) =>
    [...node.pins]
      .filter(([, to]) => !chains.get(node.name)?.includes(to))
      .map(([project, to]) => ({
        place,
        problem: `${project} is pinned to ${to}, which ${node.name} does not inherit`,
      })),
  );
  if (strayed.length > 0) return bad(strayed);
  return ok({ nodes: byName, pureNode: first.name, chains, pinned: collectPinned(nodes) });
}

function findProblems(
  node: IndexNode,
  among: {
    readonly nodes: readonly IndexNode[];
    readonly byName: ReadonlyMap<string, IndexNode>;
    readonly place: number;
  },
): readonly string[] {
  const { nodes, byName, place } = among;
  if (nodes.findIndex(({ name }) => name === node.name) < place)
    return [`there are two indexes called ${node.name}`];
  const unknown = node.bases.filter((base) => !byName.has(base));
  if (unknown.length > 0)
    return unknown.map((base) => `${node.name} inherits ${base}, but there is no such index`);
  const circle = findCircle(byName, [node.name]);
  return circle === null ? [] : [`an index can't inherit itself: ${circle.join(' → ')}`];
}

/** A way along the bases that comes back to where it began. Others' circles are others' problems. */
function findCircle(
  byName: ReadonlyMap<string, IndexNode>,
  [start, ...rest]: readonly [string, ...string[]],
  seen: Set<string> = new Set(),
): readonly string[] | null {
  const last = rest.at(-1) ?? start;
  for (const base of byName.get(last)?.bases ?? []) {
    if (base === start) return [start, ...rest, base];
    if (seen.has(base)) continue;
    seen.add(base);
    const circle = findCircle(byName, [start, ...rest, base], seen);
    if (circle !== null) return circle;
  }
  return null;
}

function chainFrom(byName: ReadonlyMap<string, IndexNode>, start: string): readonly string[] {
  const chain = new Set<string>();
  const visit = (name: string): void => {
    if (chain.has(name)) return;
    chain.add(name);
    for (const base of byName.get(name)?.bases ?? []) visit(base);
  };
  visit(start);
  return [...chain];
}

function collectPinned(nodes: readonly IndexNode[]): IndexTree['pinned'] {
  const pinned = new Map<ProjectName, Set<string>>();
  for (const [project, to] of nodes.flatMap(({ pins }) => [...pins]))
    pinned.set(project, (pinned.get(project) ?? new Set()).add(to));
  return pinned;
}

/** `pure`, and a node for each target that inherits it: what a farm has that says nothing else. */
export function defaultIndexTree(targets: Iterable<TargetName>): IndexTree {
  const node = { bases: [], targets: [], isPure: false, pins: new Map(), onDemand: null };
  const tree = makeIndexTree([
    { ...node, name: 'pure', isPure: true },
    ...Array.from(targets, (target) => ({ ...node, name: target, bases: ['pure'], targets: [target] })),
  ]);
  if (!tree.ok) throw new Error(tree.problem.map(({ problem }) => problem).join('; '));
  return tree.value;
}
