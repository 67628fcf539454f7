import { setTimeout as wait } from 'node:timers/promises';
import type { ProjectName } from '../domain/release.ts';
import type { Catalogue } from './catalogue-port.ts';

/** Requests that are kept waiting for what may come soon. None of them is in the way of another. */
export type HeldRequests = {
  /**
   * Waits until `isOver`, `milliseconds` have passed or the client has gone. False: too many are held, so this one was not.
   */
  readonly hold: (
    client: string,
    held: {
      readonly project: ProjectName;
      readonly milliseconds: number;
      readonly signal: AbortSignal;
      readonly isOver: () => Promise<boolean>;
    },
  ) => Promise<boolean>;
  readonly count: () => number;
};

const mostHeld = 64;
const mostHeldOfOne = 32;
/** That a file has come is told; that a build has failed is looked for. */
const lookMilliseconds = 500;

export function openHeldRequests(catalogue: Pick<Catalogue, 'onIndexChange'>): HeldRequests {
  const held = new Set<{ readonly client: string; readonly project: ProjectName; wake: () => void }>();
  catalogue.onIndexChange(({ project }) => {
    for (const each of held) if (each.project === project) each.wake();
  });
  return {
    count: () => held.size,
    hold: async (client, { project, milliseconds, signal, isOver }) => {
      const own = [...held].filter((each) => each.client === client).length;
      if (held.size >= mostHeld || own >= mostHeldOfOne) return false;
      const one = { client, project, wake: (): void => undefined };
      held.add(one);
      const end = AbortSignal.any([signal, AbortSignal.timeout(milliseconds)]);
      try {
        while (!end.aborted) {
          const changed = new AbortController();
          // Before it is looked: what comes while the catalogue answers is not missed.
          one.wake = () => changed.abort();
          if (await isOver()) break;
          const until = AbortSignal.any([end, changed.signal]);
          await wait(lookMilliseconds, undefined, { signal: until }).catch(() => undefined);
        }
      } finally {
        held.delete(one);
      }
      return true;
    },
  };
}
