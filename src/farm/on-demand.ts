import { buildStateNames, isFinal, type BuildId } from '../domain/build-state.ts';
import { nodesFor, nodesOf, targetsOf } from '../domain/index-view.ts';
import { mayDemand, type OnDemand as Rule } from '../domain/on-demand.ts';
import type { ProjectName } from '../domain/release.ts';
import { openRateLimits } from './rate-limits.ts';
import { lookForDemand, type DemandLook, type DemandPorts } from './demand-look.ts';
import { openDemandLooks } from './demand-looks.ts';
import { openHeldRequests } from './held-requests.ts';
import { openQueueShare } from './queue-share.ts';

/** Somebody asks an index for a project of which it has no file. */
export type Demand = {
  readonly node: string;
  readonly project: ProjectName;
  /** Whose quota it counts to. */
  readonly client: string;
  /** Aborted when nobody waits any more. */
  readonly signal: AbortSignal;
};

export type DemandAnswer =
  | DemandLook
  /** The index builds nothing on demand. */
  | { readonly kind: 'off' }
  /** Not this project. */
  | { readonly kind: 'not-allowed'; readonly why: 'internal' | 'names' | 'status' }
  | {
      readonly kind: 'too-often';
      readonly by: 'client' | 'total' | 'busy';
      readonly retryAfterSeconds: number;
    }
  | { readonly kind: 'looking' };

/** What counts of a demand: its index, and the kind of answer. */
type DemandListener = (demand: { readonly node: string; readonly result: DemandAnswer['kind'] }) => void;

export type OnDemand = {
  /** Has the project built, waits for it as long as the index says, and tells how it stands then. */
  readonly demand: (demand: Demand) => Promise<DemandAnswer>;
  /** How many requests are held. */
  readonly countHeld: () => number;
  readonly onAnswer: (listener: DemandListener) => void;
} & AsyncDisposable;

const underWay = buildStateNames.filter((name) => !isFinal(name));
/** Builds of a project and target that are waited for: the newest. */
const mostBuildsSeen = 5;

export function openOnDemand(
  farm: DemandPorts,
  options: {
    readonly internal: ReadonlySet<ProjectName>;
    readonly report: (error: unknown) => void;
  },
): OnDemand {
  const { catalogue, indexes, clock } = farm;
  const limits = openRateLimits();
  const looks = openDemandLooks({ clock, report: options.report });
  const share = openQueueShare(catalogue);
  const held = openHeldRequests(catalogue);
  const listeners = new Set<DemandListener>();

  const isForbidden = async (
    rule: Rule,
    { node, project }: Demand,
  ): Promise<'internal' | 'names' | 'status' | null> => {
    if (indexes.pinned.has(project) || options.internal.has(project)) return 'internal';
    if (!mayDemand(rule, project)) return 'names';
    const marked = await catalogue.findProjectStatus({ nodes: nodesOf(indexes, node), project });
    return marked?.status === 'archived' || marked?.status === 'quarantined' ? 'status' : null;
  };

  /** Builds that would bring the project and are under way, whoever has asked for them. */
  const listUnderWay = async ({ node, project }: Demand): Promise<readonly BuildId[]> => {
    const lists = await Promise.all(
      targetsOf(indexes, node).map((target) =>
        catalogue.listBuilds({ project, target, states: underWay, limit: mostBuildsSeen }),
      ),
    );
    return lists.flat().map(({ id }) => id);
  };

  const lookOf = ({ node, project }: Demand): DemandAnswer | null => {
    const known = looks.find(node, project);
    return known === 'looking' ? { kind: 'looking' } : known;
  };

  const begin = (rule: Rule, demand: Demand): DemandAnswer => {
    const { node, project, client } = demand;
    // Somebody else may have begun since this one found that nobody had.
    const known = lookOf(demand);
    if (known !== null) return known;
    const tooOften = limits.take(node, { client, rule, at: clock() });
    if (tooOften !== null) return { kind: 'too-often', ...tooOften };
    const targets = farm.offered.filter(({ name }) => targetsOf(indexes, node).includes(name));
    const run = () => lookForDemand(farm, { node, project, rule, targets, share });
    return looks.begin(node, { project, run })
      ? { kind: 'looking' }
      : { kind: 'too-often', by: 'busy', retryAfterSeconds: 2 };
  };

  /** How it stands, without asking anybody anew. */
  const stand = async (demand: Demand): Promise<DemandAnswer | null> => {
    const known = lookOf(demand);
    if (known !== null) return known;
    const builds = await listUnderWay(demand);
    return builds.length > 0 ? { kind: 'asked', builds } : null;
  };

  const isOver = async (demand: Demand): Promise<boolean> => {
    const { node, project } = demand;
    const now = await stand(demand);
    if (now?.kind === 'looking') return false;
    if (now?.kind !== 'asked') return true;
    const nodes = nodesFor(indexes, { node, project });
    if ((await catalogue.listFiles({ nodes, project })).length > 0) return true;
    const builds = await Promise.all(now.builds.map((id) => catalogue.findBuild(id)));
    return builds.every((build) => build === null || isFinal(build.state.name));
  };

  const answer = async (demand: Demand): Promise<DemandAnswer> => {
    const rule = indexes.nodes.get(demand.node)?.onDemand ?? null;
    if (rule === null) return { kind: 'off' };
    const why = await isForbidden(rule, demand);
    if (why !== null) return { kind: 'not-allowed', why };
    const now = (await stand(demand)) ?? begin(rule, demand);
    if (now.kind !== 'looking' && now.kind !== 'asked') return now;
    if (rule.holdSeconds === 0) return now;
    const { project, client, signal } = demand;
    const milliseconds = rule.holdSeconds * 1000;
    const wasHeld = await held.hold(client, {
      project,
      milliseconds,
      signal,
      isOver: () => isOver(demand),
    });
    return wasHeld ? ((await stand(demand)) ?? now) : now;
  };

  return {
    demand: async (demand) => {
      const found = await answer(demand);
      listeners.forEach((listener) => listener({ node: demand.node, result: found.kind }));
      return found;
    },
    countHeld: held.count,
    onAnswer: (listener) => void listeners.add(listener),
    [Symbol.asyncDispose]: () => looks[Symbol.asyncDispose](),
  };
}
