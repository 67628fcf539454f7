import type { ProjectName } from '../domain/release.ts';
import type { WatchList } from '../domain/watch-list.ts';
import { lookAtUpstream, type LookPorts } from './look-upstream.ts';
import { afterLook, afterTrouble, type WatchedTurn } from './next-look.ts';
import type { WatchedProject } from './records.ts';
import type { UpstreamFeed } from './upstream-feed.ts';
import type { WatchedIndex } from './watched-index.ts';
import { compileWishes, type Wish } from './wishes.ts';

export type WatchPorts = LookPorts & {
  /** From 0 to 1. */
  readonly chance: () => number;
  readonly onBuildsChanged: () => void;
};

/** What of an upstream's file the loop goes by. */
export type WatchedUpstream = {
  readonly name: string;
  readonly everySeconds: number;
  readonly parallel: number;
  readonly index: WatchedIndex;
  /** Null: only its pages are looked at. */
  readonly feed: UpstreamFeed | null;
};

export type WatchEvent =
  | {
      readonly event: 'upstream-builds';
      readonly upstream: string;
      readonly project: string;
      readonly builds: number;
    }
  | {
      readonly event: 'upstream-trouble';
      readonly upstream: string;
      readonly project: string | null;
      readonly problem: string;
    };

export type UpstreamLoop = {
  /** The lists may have changed. */
  readonly wake: () => void;
  /** Looks at a project at once; the moment counts as that of the event. False: no list watches it. */
  readonly expect: (project: ProjectName) => Promise<boolean>;
  readonly projects: () => readonly WatchedProject[];
} & AsyncDisposable;

const longestRest = 15_000;
/** Looks at every watched project of an upstream in its turn, several at a time, for as long as it is open. */
export function openUpstreamLoop(
  farm: WatchPorts,
  options: {
    readonly upstream: WatchedUpstream;
    readonly lists: () => readonly WatchList[];
    readonly isInternal: (project: ProjectName) => boolean;
    readonly report: (event: WatchEvent) => void;
  },
): UpstreamLoop {
  const { upstream, lists, isInternal, report } = options;
  const known = new Map<ProjectName, WatchedProject>();
  const running = new Map<ProjectName, Promise<void>>();
  /** How often a page was looked at after an event without showing anything new. */
  const lateness = new Map<ProjectName, number>();
  const rhythm = { every: upstream.everySeconds * 1000, chance: farm.chance };
  let isClosed = false;
  let woken = Promise.withResolvers<void>();
  const wake = (): void => woken.resolve();

  let compiled: {
    readonly of: readonly WatchList[];
    readonly wishes: ReadonlyMap<ProjectName, Wish>;
  } | null = null;
  const wishes = (): ReadonlyMap<ProjectName, Wish> => {
    const of = lists();
    if (compiled?.of !== of) compiled = { of, wishes: compileWishes(of, isInternal) };
    return compiled.wishes;
  };

  const fresh = (project: ProjectName): WatchedProject => ({
    upstream: upstream.name,
    project,
    etag: null,
    serial: null,
    rules: '',
    lookedAt: 0,
    dueAt: 0,
    eventAt: null,
    problem: null,
    faults: 0,
  });

  const keep = async ({ project, lateLooks }: WatchedTurn): Promise<void> => {
    known.set(project.project, project);
    lateness.set(project.project, lateLooks);
    await farm.catalogue.keepWatchedProject(project);
  };

  const look = async (before: WatchedProject): Promise<void> => {
    const { project } = before;
    const { lists: watching, rules } = wishes().get(project) ?? { lists: [], rules: '' };
    const isSame = rules === before.rules;
    const at = farm.clock();
    const turn = () => ({ project: before, lateLooks: lateness.get(project) ?? 0 });
    const turns = () => ({ ...rhythm, at, eventAt: known.get(project)?.eventAt ?? null });
    try {
      const looked = await lookAtUpstream(farm, {
        upstream: upstream.name,
        index: upstream.index,
        project,
        lists: watching,
        etag: isSame ? before.etag : null,
        rules: isSame ? 'same' : 'changed',
        seenAt: before.eventAt ?? at,
      });
      await keep(afterLook(turn(), { ...turns(), ...looked, rules }));
      if (looked.made > 0) {
        report({ event: 'upstream-builds', upstream: upstream.name, project, builds: looked.made });
        farm.onBuildsChanged();
      }
    } catch (error) {
      const problem = (error instanceof Error ? error.message : String(error)).slice(0, 500);
      report({ event: 'upstream-trouble', upstream: upstream.name, project, problem });
      await keep(afterTrouble(turn(), { ...turns(), problem }));
    }
  };

  const pass = (): number => {
    const now = farm.clock();
    let next = now + longestRest;
    for (const [project, { rules }] of wishes()) {
      if (running.has(project)) continue;
      const state = known.get(project) ?? fresh(project);
      // A list that has changed is seen to at once, unless the upstream is in trouble.
      const dueAt = state.faults === 0 && state.rules !== rules ? 0 : state.dueAt;
      if (dueAt > now) next = Math.min(next, dueAt);
      else if (running.size < upstream.parallel) {
        const looked = look(state)
          .catch((error: unknown) => {
            // The catalogue is away; the next pass finds the project again.
            report({ event: 'upstream-trouble', upstream: upstream.name, project, problem: String(error) });
          })
          .finally(() => {
            running.delete(project);
            wake();
          });
        running.set(project, looked);
      }
    }
    return next;
  };

  const load = async (): Promise<void> => {
    // What happened in a folder while nobody watched it was told to nobody.
    const isMissed = upstream.feed?.kind === 'folder';
    for (const project of await farm.catalogue.listWatchedProjects(upstream.name))
      known.set(project.project, isMissed ? { ...project, dueAt: 0 } : project);
  };
  const loaded = load();

  const run = async (): Promise<void> => {
    await loaded;
    while (!isClosed) {
      woken = Promise.withResolvers<void>();
      const next = pass();
      const timer = setTimeout(wake, Math.min(Math.max(next - farm.clock(), 250), longestRest));
      await woken.promise;
      clearTimeout(timer);
    }
  };
  const ended = run();

  return {
    wake,
    expect: async (project) => {
      if (!wishes().has(project)) return false;
      await loaded;
      const state = known.get(project) ?? fresh(project);
      const now = farm.clock();
      await keep({ project: { ...state, dueAt: now, eventAt: state.eventAt ?? now }, lateLooks: 0 });
      wake();
      return true;
    },
    projects: () => [...known.values()].filter(({ project }) => wishes().has(project)),
    [Symbol.asyncDispose]: async () => {
      isClosed = true;
      wake();
      await ended;
      await Promise.all(running.values());
    },
  };
}
