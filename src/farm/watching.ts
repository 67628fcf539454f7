import type { ProjectName } from '../domain/release.ts';
import type { WatchList } from '../domain/watch-list.ts';
import { noteIndexed } from './note-indexed.ts';
import type { WatchedProject } from './records.ts';
import { openFeed } from './open-feed.ts';
import type { FeedState, OpenFeed } from './upstream-feed.ts';
import {
  openUpstreamLoop,
  type UpstreamLoop,
  type WatchedUpstream,
  type WatchEvent,
  type WatchPorts,
} from './upstream-loop.ts';

/** What goes on between the farm and the indexes that new sdists come from. */
export type Watching = {
  readonly upstreams: () => readonly UpstreamState[];
  readonly lists: () => readonly ListedWatchList[];
  /** False: a list of the configuration has this name. */
  readonly putList: (list: WatchList) => Promise<boolean>;
  readonly removeList: (name: string) => Promise<boolean>;
  /** An upstream told that something of a project has changed. */
  readonly notify: (upstream: string, project: ProjectName) => Promise<Notified>;
} & AsyncDisposable;

export type Notified = 'looking' | 'not-watched' | 'internal' | 'no-such-upstream';

export type UpstreamState = {
  readonly name: string;
  readonly url: string;
  readonly projects: readonly WatchedProject[];
  /** Null where only pages are looked at. */
  readonly feed: FeedState | null;
};

export type ListedWatchList = { readonly list: WatchList; readonly source: 'configuration' | 'api' };

/** Begins to watch; `listed` are the lists of the configuration. */
export async function openWatching(
  farm: WatchPorts,
  options: {
    readonly upstreams: readonly (WatchedUpstream & { readonly url: string })[];
    readonly listed: readonly WatchList[];
    readonly internal: ReadonlySet<ProjectName>;
    readonly report: (event: WatchEvent) => void;
    /** A release that an upstream had shown can be installed; how long that took. */
    readonly measure: (milliseconds: number) => void;
  },
): Promise<Watching> {
  const { listed, internal, report } = options;
  const isInternal = (project: ProjectName): boolean =>
    internal.has(project) || farm.indexes.pinned.has(project);
  let added = await farm.catalogue.listWatchLists();
  // One array until a list changes: who goes by it sees by that alone whether anything has.
  let all = [...listed, ...added];
  const loops = new Map<string, UpstreamLoop>(
    options.upstreams.map((upstream) => [
      upstream.name,
      openUpstreamLoop(farm, { upstream, lists: () => all, isInternal, report }),
    ]),
  );
  const feeds = new Map<string, OpenFeed>();
  for (const { name, feed } of options.upstreams) {
    const loop = loops.get(name);
    if (feed !== null && loop !== undefined)
      feeds.set(name, openFeed(farm, { upstream: name, feed, expect: loop.expect, report }));
  }
  const reload = async (): Promise<void> => {
    added = await farm.catalogue.listWatchLists();
    all = [...listed, ...added];
    loops.forEach((loop) => loop.wake());
    feeds.forEach((feed) => feed.wake());
  };

  let isClosed = false;
  const noting = new Set<Promise<void>>();
  farm.catalogue.onIndexChange(({ project }) => {
    if (isClosed) return;
    const noted = noteIndexed(farm, project)
      .then((times) => times.forEach(options.measure))
      .catch((error: unknown) => {
        report({ event: 'upstream-trouble', upstream: '', project, problem: String(error) });
      })
      .finally(() => noting.delete(noted));
    noting.add(noted);
  });

  return {
    upstreams: () =>
      options.upstreams.map(({ name, url }) => ({
        name,
        url,
        projects: loops.get(name)?.projects() ?? [],
        feed: feeds.get(name)?.state() ?? null,
      })),
    lists: () => [
      ...listed.map((list) => ({ list, source: 'configuration' }) as const),
      ...added.map((list) => ({ list, source: 'api' }) as const),
    ],
    putList: async (list) => {
      if (listed.some(({ name }) => name === list.name)) return false;
      await farm.catalogue.putWatchList(list, farm.clock());
      await reload();
      return true;
    },
    removeList: async (name) => {
      const removed = await farm.catalogue.removeWatchList(name);
      if (removed) await reload();
      return removed;
    },
    notify: async (upstream, project) => {
      const loop = loops.get(upstream);
      if (loop === undefined) return 'no-such-upstream';
      if (isInternal(project)) return 'internal';
      return (await loop.expect(project)) ? 'looking' : 'not-watched';
    },
    [Symbol.asyncDispose]: async () => {
      isClosed = true;
      await Promise.all([...feeds.values()].map((feed) => feed[Symbol.asyncDispose]()));
      await Promise.all([...loops.values()].map((loop) => loop[Symbol.asyncDispose]()));
      await Promise.all(noting);
    },
  };
}
