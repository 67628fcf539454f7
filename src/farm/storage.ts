import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Space } from '../domain/disk-space.ts';
import { findFreeSpace } from './free-space.ts';
import type { Clock } from './ports.ts';

export type StoragePart = {
  readonly part: 'blobs' | 'catalogue' | 'queue' | 'scratch' | 'other';
  readonly bytes: number;
  readonly files: number;
};

export type StorageState = {
  /** Null: not yet. */
  readonly measuredAt: number | null;
  readonly parts: readonly StoragePart[];
  readonly space: Space | null;
};

/** What the data folder takes, as it was measured last; only the free space is asked for each time. */
export type Storage = { readonly read: () => Promise<StorageState> };

const everyMilliseconds = 10 * 60_000;
const firstMilliseconds = 2_000;

/** Measures the folder now and then, behind everything else, until it is disposed of. */
export function openStorage(options: {
  readonly folder: string;
  readonly clock: Clock;
}): Storage & AsyncDisposable {
  const { folder, clock } = options;
  const closing = new AbortController();
  let known: Pick<StorageState, 'measuredAt' | 'parts'> = { measuredAt: null, parts: [] };
  let measuring: Promise<void> = Promise.resolve();
  const measure = async (): Promise<void> => {
    const parts = await measureParts(folder, closing.signal);
    if (parts !== null) known = { measuredAt: clock(), parts };
  };
  let timer: NodeJS.Timeout;
  /** The time between counts from the end: a folder that takes long to measure is not measured all the time. */
  const measureIn = (milliseconds: number): void => {
    timer = setTimeout(() => {
      measuring = measure()
        .catch(() => undefined)
        .then(() => measureIn(everyMilliseconds));
    }, milliseconds).unref();
  };
  measureIn(firstMilliseconds);
  return {
    read: async () => ({ ...known, space: await findFreeSpace(folder) }),
    [Symbol.asyncDispose]: async () => {
      closing.abort();
      await measuring;
      clearTimeout(timer);
    },
  };
}

/** Null: it was broken off. */
export async function measureParts(
  folder: string,
  signal: AbortSignal,
): Promise<readonly StoragePart[] | null> {
  const parts = new Map<StoragePart['part'], { bytes: number; files: number }>();
  const folders = [''];
  for (let place = folders.pop(); place !== undefined; place = folders.pop()) {
    if (signal.aborted) return null;
    const entries = await readdir(join(folder, place), { withFileTypes: true }).catch(() => []);
    for (const entry of entries) {
      const path = join(place, entry.name);
      if (entry.isDirectory()) folders.push(path);
      if (!entry.isFile()) continue;
      // One after the other: who serves the farm's files comes first. A file that went meanwhile takes nothing.
      const bytes = await stat(join(folder, path)).then(
        ({ size }) => size,
        () => null,
      );
      if (bytes === null) continue;
      const part = partOf(path);
      const sum = parts.get(part) ?? { bytes: 0, files: 0 };
      parts.set(part, { bytes: sum.bytes + bytes, files: sum.files + 1 });
    }
  }
  return [...parts].map(([part, sum]) => ({ part, ...sum })).sort((one, other) => other.bytes - one.bytes);
}

function partOf(path: string): StoragePart['part'] {
  const [top = ''] = path.split('/');
  if (top === 'blobs' || top === 'scratch') return top;
  if (top === 'redis') return 'queue';
  return top.startsWith('catalogue.db') ? 'catalogue' : 'other';
}
