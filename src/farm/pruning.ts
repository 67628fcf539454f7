import type { RetentionRule } from '../domain/retention.ts';
import type { Catalogue } from './catalogue-port.ts';
import { pruneIndex } from './prune-index.ts';
import type { IndexFile } from './records.ts';
import { sweepBlobs, type KeepRule, type SweepCounts, type SweepPorts } from './sweep-blobs.ts';

export type PruneOrder = {
  /** Null: no file leaves an index. */
  readonly index: RetentionRule | null;
  readonly keep: KeepRule;
  readonly dry: boolean;
  /** So many files at most leave the indexes. */
  readonly most: number;
};

/** How far a sweep over the blobs is, or came. */
export type Sweep = SweepCounts & {
  readonly dry: boolean;
  readonly startedAt: number;
  /** Null: it goes on. */
  readonly endedAt: number | null;
  /** Why it ended early. */
  readonly problem: string | null;
};

export type PruneEvent =
  | { readonly event: 'pruned'; readonly files: number; readonly sweep: Sweep }
  | { readonly event: 'prune-trouble'; readonly error: unknown };

/** Takes old files out of the indexes, and sweeps blobs behind that; one order at a time. */
export type Pruning = {
  /** The files that left, or would; the sweep goes on by itself. Null: another order is being carried out. */
  readonly begin: (order: PruneOrder) => Promise<readonly IndexFile[] | null>;
  /** The sweep that runs, else the last one; null: there was none since the start. */
  readonly lastSweep: () => Sweep | null;
  /** Resolves when no sweep runs. */
  readonly whenSwept: () => Promise<void>;
  /** Calls back with each end. */
  readonly onPruned: (listener: (event: PruneEvent) => void) => void;
} & AsyncDisposable;

const firstMilliseconds = 10 * 60 * 1000;
const everyMilliseconds = 24 * 60 * 60 * 1000;

export function openPruning(
  farm: SweepPorts & { readonly catalogue: Catalogue },
  /** What is done once a day, the first time soon after the start; null: nothing by itself. */
  daily: Pick<PruneOrder, 'index' | 'keep'> | null,
): Pruning {
  const closing = new AbortController();
  const listeners = new Set<(event: PruneEvent) => void>();
  const tell = (event: PruneEvent): void => listeners.forEach((listener) => listener(event));
  let sweep: Sweep | null = null;
  let isBusy = false;
  let sweeping: Promise<void> = Promise.resolve();

  const runSweep = async ({ keep, dry }: PruneOrder, files: number): Promise<void> => {
    const startedAt = farm.clock();
    let now: Sweep = { looked: 0, blobs: 0, bytes: 0, dry, startedAt, endedAt: null, problem: null };
    sweep = now;
    const onProgress = (counts: SweepCounts): void => {
      sweep = now = { ...now, ...counts };
    };
    try {
      await sweepBlobs(farm, { keep, dry, onProgress, signal: closing.signal });
      sweep = now = { ...now, endedAt: farm.clock() };
    } catch (error) {
      const problem = error instanceof Error ? error.message : String(error);
      sweep = now = { ...now, endedAt: farm.clock(), problem };
      if (!closing.signal.aborted) tell({ event: 'prune-trouble', error });
    }
    if (!dry) tell({ event: 'pruned', files, sweep: now });
  };

  const begin: Pruning['begin'] = async (order) => {
    if (isBusy || closing.signal.aborted) return null;
    isBusy = true;
    try {
      const { index, dry, most } = order;
      const files = index === null ? [] : await pruneIndex(farm, { rule: index, dry, most });
      sweeping = runSweep(order, files.length).finally(() => {
        isBusy = false;
      });
      return files;
    } catch (error) {
      isBusy = false;
      throw error;
    }
  };

  const runDaily = (): void => {
    if (daily === null) return;
    begin({ ...daily, dry: false, most: Number.POSITIVE_INFINITY }).catch((error: unknown) =>
      tell({ event: 'prune-trouble', error }),
    );
  };
  const first = setTimeout(runDaily, firstMilliseconds).unref();
  const timer = setInterval(runDaily, everyMilliseconds).unref();
  return {
    begin,
    lastSweep: () => sweep,
    whenSwept: () => sweeping,
    onPruned: (listener) => void listeners.add(listener),
    [Symbol.asyncDispose]: async () => {
      closing.abort();
      clearTimeout(first);
      clearInterval(timer);
      await sweeping;
    },
  };
}
