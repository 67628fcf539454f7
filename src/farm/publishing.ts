import type { Publisher, PublisherName } from '../domain/publisher.ts';
import {
  openPublisherLoop,
  type LoopPorts,
  type PublisherEvent,
  type PublisherHealth,
  type PublisherLoop,
} from './publisher-loop.ts';
import type { OutboxCounts, OutboxEntry } from './records.ts';
import type { RemoteIndex } from './remote-index.ts';
import { resyncPublisher, type ResyncCounts } from './resync.ts';

/** What goes on between the farm and the external indexes that it publishes to. */
export type Publishing = {
  /** Something may have been published: look soon. */
  readonly wake: () => void;
  readonly names: readonly PublisherName[];
  /** Null: there is no such publisher. */
  readonly show: (name: string) => Promise<PublisherState | null>;
  /** Refused files, oldest first, from the id `after` on. */
  readonly listRefused: (
    name: PublisherName,
    page: { readonly after: number; readonly limit: number },
  ) => Promise<readonly OutboxEntry[]>;
  /** Sends again what was refused; how many files that are. */
  readonly retry: (name: PublisherName) => Promise<number>;
  /** Begins to hold the index against the farm, unless that goes on already; `show` tells how far it is. */
  readonly resync: (name: PublisherName) => void;
} & AsyncDisposable;

export type PublisherState = {
  readonly publisher: Publisher;
  readonly counts: OutboxCounts;
  readonly health: PublisherHealth;
  /** The last comparison since the start; null: there was none. */
  readonly resync: ResyncState | null;
};

export type ResyncState = { readonly startedAt: number; readonly counts: ResyncCounts } & (
  | { readonly name: 'running' }
  | { readonly name: 'done'; readonly endedAt: number }
  | { readonly name: 'broken-off'; readonly endedAt: number; readonly problem: string }
);

type Open = {
  readonly publisher: Publisher;
  readonly index: RemoteIndex;
  readonly loop: PublisherLoop;
  resync: ResyncState | null;
  resyncing: Promise<void>;
};

export function openPublishing(
  farm: LoopPorts,
  options: {
    readonly publishers: readonly { readonly publisher: Publisher; readonly index: RemoteIndex }[];
    readonly report: (event: PublisherEvent) => void;
  },
): Publishing {
  const closing = new AbortController();
  const open = new Map<string, Open>(
    options.publishers.map(({ publisher, index }) => {
      const loop = openPublisherLoop(farm, { publisher, index, report: options.report });
      return [publisher.name, { publisher, index, loop, resync: null, resyncing: Promise.resolve() }];
    }),
  );

  const runResync = async (one: Open): Promise<void> => {
    const startedAt = farm.clock();
    let counts: ResyncCounts = { files: 0, same: 0, missing: 0, different: 0 };
    const progress = (now: ResyncCounts): void => {
      counts = now;
      one.resync = { name: 'running', startedAt, counts };
    };
    progress(counts);
    try {
      const { publisher, index } = one;
      counts = await resyncPublisher(farm, { publisher, index, progress, signal: closing.signal });
      one.resync = { name: 'done', startedAt, counts, endedAt: farm.clock() };
    } catch (error) {
      const problem = (error instanceof Error ? error.message : String(error)).slice(0, 500);
      one.resync = { name: 'broken-off', startedAt, counts, endedAt: farm.clock(), problem };
    }
    one.loop.wake();
  };

  return {
    wake: () => open.forEach(({ loop }) => loop.wake()),
    names: options.publishers.map(({ publisher }) => publisher.name),
    show: async (name) => {
      const one = open.get(name);
      if (one === undefined) return null;
      const { publisher, loop, resync } = one;
      const counts = await farm.catalogue.countOutbox(publisher.name);
      return { publisher, counts, health: loop.health(), resync };
    },
    listRefused: (publisher, page) => farm.catalogue.listOutbox({ publisher, states: ['refused'], ...page }),
    retry: async (name) => {
      const retried = await farm.catalogue.retryRefusedOutbox(name, farm.clock());
      open.get(name)?.loop.wake();
      return retried;
    },
    resync: (name) => {
      const one = open.get(name);
      if (one === undefined || one.resync?.name === 'running') return;
      one.resyncing = runResync(one);
    },
    [Symbol.asyncDispose]: async () => {
      closing.abort();
      await Promise.all([...open.values()].map(({ loop }) => loop[Symbol.asyncDispose]()));
      await Promise.all([...open.values()].map(({ resyncing }) => resyncing));
    },
  };
}
