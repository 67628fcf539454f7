import type { Platform } from '../domain/target.ts';
import type { KnownWorker } from '../domain/worker-report.ts';

/** How many attempts the workers that are here run at once; one that does not say its slots has one. */
export const countSlots = (workers: readonly KnownWorker[], platform: Platform): number =>
  workers
    .filter((worker) => worker.platform === platform && worker.presence === 'here')
    .reduce((sum, { report }) => sum + (report?.slots ?? 1), 0);
