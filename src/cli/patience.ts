import { FarmOutage } from './farm-errors.ts';
import type { Surroundings } from './surroundings.ts';

const shortestPause = 250;
const longestPause = 5_000;
/** A server that is being restarted is back long before; after that somebody should look. */
const patienceMilliseconds = 5 * 60_000;

/** Waits out a farm that is being restarted. */
export type Patience = {
  /** Returns when it is time to try again; throws the error when waiting does not help, or has not. */
  readonly after: (error: unknown) => Promise<void>;
  /** The farm has answered: the next outage is a new one. */
  readonly refresh: () => Promise<void>;
};

export function openPatience(
  { clock, pause, interrupt }: Pick<Surroundings, 'clock' | 'pause' | 'interrupt'>,
  note: (sentence: string) => Promise<void>,
): Patience {
  let since: number | null = null;
  let next = shortestPause;
  return {
    after: async (error) => {
      if (!(error instanceof FarmOutage) || interrupt.aborted) throw error;
      if (since === null) {
        since = clock();
        await note(`${error.message} (trying again)`);
      }
      if (clock() - since >= patienceMilliseconds) throw error;
      await pause(next, interrupt);
      interrupt.throwIfAborted();
      next = Math.min(next * 2, longestPause);
    },
    refresh: async () => {
      if (since === null) return;
      since = null;
      next = shortestPause;
      await note('the farm answers again');
    },
  };
}

/** Asks until it is answered. */
export async function persist<Value>(patience: Patience, ask: () => Promise<Value>): Promise<Value> {
  while (true) {
    try {
      const value = await ask();
      await patience.refresh();
      return value;
    } catch (error) {
      await patience.after(error);
    }
  }
}
