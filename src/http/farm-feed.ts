import type { BuildId } from '../domain/build-state.ts';
import type { Catalogue } from '../farm/catalogue-port.ts';
import type { QueueView } from './contract/farm.ts';

/** Which builds changed, in order, as far back as a bounded memory goes. Readers ask for what came after their place. */
export type FarmFeed = {
  /** Of this process: a place in the feed of another means nothing here. */
  readonly epoch: string;
  readonly position: () => number;
  /** The builds that changed behind a place, each once; null: that is longer ago than the feed remembers. */
  readonly since: (position: number) => readonly BuildId[] | null;
  /** Waits until something is behind the place. */
  readonly wait: (position: number, signal: AbortSignal) => Promise<void>;
  /** The queue as it was within the last second, however many ask. */
  readonly readQueue: () => Promise<QueueView>;
} & Disposable;

const mostRemembered = 10_000;
const queueMilliseconds = 1_000;

export function openFarmFeed(farm: {
  readonly catalogue: Pick<Catalogue, 'onBuildChange'>;
  readonly random: (bytes: number) => Uint8Array;
  readonly readQueue: () => Promise<QueueView>;
}): FarmFeed {
  const changed: BuildId[] = [];
  const waiting = new Set<() => void>();
  let forgotten = 0;
  let queue: Promise<QueueView> | null = null;
  const position = (): number => forgotten + changed.length;
  const stop = farm.catalogue.onBuildChange((id) => {
    changed.push(id);
    // A tenth at once: to shift the array for each change would be slow.
    if (changed.length > mostRemembered) {
      changed.splice(0, mostRemembered / 10);
      forgotten += mostRemembered / 10;
    }
    for (const wake of waiting) wake();
    waiting.clear();
  });
  return {
    epoch: Buffer.from(farm.random(6)).toString('hex'),
    position,
    since: (from) =>
      from < forgotten || from > position() ? null : [...new Set(changed.slice(from - forgotten))],
    wait: async (from, signal) => {
      if (from < position() || signal.aborted) return;
      const { promise, resolve } = Promise.withResolvers<void>();
      const wake = (): void => resolve();
      waiting.add(wake);
      signal.addEventListener('abort', wake);
      await promise;
      waiting.delete(wake);
      signal.removeEventListener('abort', wake);
    },
    readQueue: () => {
      if (queue !== null) return queue;
      queue = farm.readQueue();
      setTimeout(() => {
        queue = null;
      }, queueMilliseconds).unref();
      return queue;
    },
    [Symbol.dispose]: stop,
  };
}
