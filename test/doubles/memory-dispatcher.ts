import type { AttemptId } from '../../src/domain/plan.ts';
import type { WorkerReport } from '../../src/domain/worker-report.ts';
import { Outage, type Dispatcher } from '../../src/farm/ports.ts';

export type MemoryDispatcher = Dispatcher & {
  readonly withdrawn: readonly AttemptId[];
  /** From now on it answers as a queue server does that is gone. */
  readonly breakDown: () => void;
  /** From now on its worker says that it runs these. */
  readonly occupy: (attempts: readonly AttemptId[]) => void;
};

const report: WorkerReport = {
  slots: 2,
  startedAt: 1_699_999_000_000,
  running: [],
  problem: null,
  outages: 0,
  lastOutage: null,
  isStopping: false,
  host: {
    version: '0.1.0',
    engine: 'Engine 27.5.1',
    memoryBytes: 32 * 1024 ** 3,
    disk: { totalBytes: 500 * 1024 ** 3, freeBytes: 100 * 1024 ** 3 },
  },
};

/** A queue that nobody works on. */
export function openMemoryDispatcher(): MemoryDispatcher {
  const queued = new Set<AttemptId>();
  const withdrawn: AttemptId[] = [];
  let isBroken = false;
  const check = (): void => {
    if (isBroken) throw new Outage('the queue does not answer');
  };
  let running: readonly AttemptId[] = [];
  return {
    withdrawn,
    occupy: (attempts) => {
      running = attempts;
    },
    breakDown: () => {
      isBroken = true;
    },
    dispatch: async (plan) => {
      check();
      queued.add(plan.attempt);
    },
    locate: async (id) => (queued.has(id) ? 'queued' : 'unknown'),
    takeEnded: async () => [],
    acknowledge: async () => undefined,
    withdraw: async (id) => {
      check();
      queued.delete(id);
      withdrawn.push(id);
    },
    onEnded: () => undefined,
    onStarted: () => undefined,
    countQueued: async () => {
      check();
      return {
        'linux/amd64': { queued: queued.size, running: 0 },
        'linux/arm64': { queued: 0, running: 0 },
      };
    },
    listWorkers: async () => {
      check();
      return [{ name: 'host-1', platform: 'linux/amd64' }];
    },
    describeWorkers: async () => {
      check();
      return [
        {
          name: 'host-1',
          platform: 'linux/amd64',
          presence: 'here',
          silentMilliseconds: 1000,
          report: { ...report, running },
        },
        { name: 'host-2', platform: 'linux/amd64', presence: 'gone', silentMilliseconds: 120_000, report },
      ];
    },
  };
}
