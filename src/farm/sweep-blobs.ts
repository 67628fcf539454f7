import type { Catalogue } from './catalogue-port.ts';
import type { Clock } from './ports.ts';
import type { BlobStore } from './retention-port.ts';

export type SweepPorts = {
  readonly catalogue: Pick<Catalogue, 'findOldestOpenWork' | 'markBlobs'>;
  readonly blobs: BlobStore;
  readonly clock: Clock;
};

/** How long what attempts leave behind is kept after their end, in milliseconds. */
export type KeepRule = {
  /** The wheels that they were made with, and those that they made and nobody published. */
  readonly attempts: number;
  /** Null: for ever. */
  readonly logs: number | null;
};

export type SweepCounts = {
  readonly looked: number;
  readonly blobs: number;
  readonly bytes: number;
};

/** What was put is named within moments, and a name that moved may be held in memory for as long: a day is plenty. */
const graceMilliseconds = 24 * 60 * 60 * 1000;

/** So many are asked for at once. */
const portion = 500;

/**
 * Marks what the catalogue names, then removes all else that was put before yesterday and before any work began that is
 * not over: its outcome, which names what it made, is still to come. Broken off anywhere, it has only removed what nothing
 * names; the next sweep begins anew.
 */
export async function sweepBlobs(
  farm: SweepPorts,
  how: {
    readonly keep: KeepRule;
    readonly dry: boolean;
    readonly onProgress: (counts: SweepCounts) => void;
    readonly signal: AbortSignal;
  },
): Promise<void> {
  const { keep, dry, onProgress, signal } = how;
  const now = farm.clock();
  const changedSince = now - graceMilliseconds;
  // Before the marks: work that ends while they are made has its outcome among them, or is open now.
  const putBefore = Math.min(changedSince, (await farm.catalogue.findOldestOpenWork()) ?? changedSince);
  const bounds = {
    attemptsSince: now - keep.attempts,
    logsSince: keep.logs === null ? 0 : now - keep.logs,
    changedSince,
  };
  await using marks = await farm.catalogue.markBlobs(bounds, signal);
  let counts: SweepCounts = { looked: 0, blobs: 0, bytes: 0 };
  for await (const shard of farm.blobs.list()) {
    for (let from = 0; from < shard.length; from += portion) {
      const kept = shard.slice(from, from + portion);
      const old = kept.filter(({ putAt }) => putAt < putBefore);
      const unnamed = new Set(await marks.pickUnnamed(old.map(({ sha256 }) => sha256)));
      counts = { ...counts, looked: counts.looked + kept.length };
      for (const { sha256, sizeBytes } of old) {
        signal.throwIfAborted();
        if (!unnamed.has(sha256)) continue;
        if (!dry && !(await farm.blobs.remove(sha256, { putBefore }))) continue;
        counts = { ...counts, blobs: counts.blobs + 1, bytes: counts.bytes + sizeBytes };
      }
      onProgress(counts);
    }
  }
}
