import { join } from 'node:path';
import { openDiskBlobs } from '../../src/blobs/disk-blobs.ts';
import { openScratch } from '../../src/blobs/scratch.ts';
import { openCatalogue } from '../../src/catalogue/open-catalogue.ts';
import { defaultIndexTree } from '../../src/domain/index-tree.ts';
import { defaultLimits } from '../../src/domain/limits.ts';
import type { Catalogue } from '../../src/farm/catalogue-port.ts';
import type { SchedulerEvent } from '../../src/farm/scheduler-event.ts';
import type { SchedulerPorts } from '../../src/farm/scheduler-ports.ts';
import { openArchives } from '../../src/python/archives.ts';
import { bookworm, trixie } from '../domain/examples.ts';
import { openMemoryDispatcher } from '../doubles/memory-dispatcher.ts';

export type SchedulerFarm = SchedulerPorts & {
  readonly catalogue: Catalogue & AsyncDisposable;
  readonly time: { now: number };
  readonly events: readonly SchedulerEvent[];
  /** Waits until no errand is left. */
  readonly errandsDone: () => Promise<void>;
};

/** What the scheduler decides with: a real catalogue in a folder, and a queue on which nobody works. */
export async function openSchedulerFarm(folder: string): Promise<SchedulerFarm> {
  const time = { now: 1_700_000_000_000 };
  const events: SchedulerEvent[] = [];
  const offered = [bookworm, trixie];
  let last = Promise.resolve();
  return {
    catalogue: await openCatalogue({ file: join(folder, 'catalogue.db') }),
    dispatcher: openMemoryDispatcher(),
    time,
    clock: () => time.now,
    targets: new Map(offered.map((target) => [target.name, target])),
    offered,
    indexes: defaultIndexTree(offered.map(({ name }) => name)),
    recipes: new Map(),
    limits: defaultLimits,
    loosensBounds: true,
    mostMemoryBytes: 2 * defaultLimits.memoryBytes,
    archives: openArchives(),
    blobs: await openDiskBlobs({ folder: join(folder, 'blobs') }),
    scratch: await openScratch(join(folder, 'scratch')),
    upstreams: [],
    maximumSdistBytes: 1_000_000,
    errands: {
      run: (_what, errand) => {
        last = last.then(errand);
      },
      [Symbol.asyncDispose]: () => last,
    },
    errandsDone: () => last,
    events,
    report: (event) => void events.push(event),
  };
}
