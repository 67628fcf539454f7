import type { FeedState, OpenFeed, UpstreamFeed } from './upstream-feed.ts';
import type { UpstreamLoop, WatchEvent, WatchPorts } from './upstream-loop.ts';

/** Looks at the projects that a folder tells have changed. */
export function openFolderFeed(
  farm: Pick<WatchPorts, 'clock'>,
  of: {
    readonly upstream: string;
    readonly feed: Extract<UpstreamFeed, { kind: 'folder' }>;
    readonly expect: UpstreamLoop['expect'];
    readonly report: (event: WatchEvent) => void;
  },
): OpenFeed {
  const { upstream, feed, expect, report } = of;
  let state: FeedState = { kind: 'folder', serial: null, askedAt: null, problem: null, faults: 0 };
  const noting = new Set<Promise<unknown>>();
  const trouble = (problem: string): void => {
    state = { ...state, problem: problem.slice(0, 500), faults: state.faults + 1 };
    report({ event: 'upstream-trouble', upstream, project: null, problem });
  };
  const listening = feed.changes.listen({
    changed: (projects) => {
      state = { ...state, askedAt: farm.clock() };
      const noted = Promise.all(projects.map(expect))
        .catch((error: unknown) => trouble(String(error)))
        .finally(() => noting.delete(noted));
      noting.add(noted);
    },
    trouble,
  });
  return {
    state: () => state,
    wake: () => undefined,
    [Symbol.asyncDispose]: async () => {
      listening[Symbol.dispose]();
      await Promise.all(noting);
    },
  };
}
