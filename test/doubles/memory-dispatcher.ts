import type { AttemptId } from '../../src/domain/plan.ts';
import { Outage, type Dispatcher } from '../../src/farm/ports.ts';

export type MemoryDispatcher = Dispatcher & {
  readonly withdrawn: readonly AttemptId[];
  /** From now on it answers as a queue server does that is gone. */
  readonly breakDown: () => void;
};

/** A queue that nobody works on. */
export function openMemoryDispatcher(): MemoryDispatcher {
  const queued = new Set<AttemptId>();
  const withdrawn: AttemptId[] = [];
  let isBroken = false;
  const check = (): void => {
    if (isBroken) throw new Outage('the queue does not answer');
  };
  return {
    withdrawn,
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
  };
}
