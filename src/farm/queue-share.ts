import type { Catalogue } from './catalogue-port.ts';

/** So many unfinished builds of one requester, and no more, also when several are about to be made at the same time. */
export type QueueShare = {
  /** Keeps places until disposed of; null: there are not so many. Who has none unfinished gets what it needs. */
  readonly reserve: (
    requester: string,
    wanted: { readonly builds: number; readonly most: number },
  ) => Promise<Disposable | null>;
};

export function openQueueShare(catalogue: Pick<Catalogue, 'countUnfinishedBuilds'>): QueueShare {
  const reserved = new Map<string, number>();
  const add = (requester: string, builds: number): void => {
    const now = (reserved.get(requester) ?? 0) + builds;
    if (now === 0) reserved.delete(requester);
    else reserved.set(requester, now);
  };
  return {
    reserve: async (requester, { builds, most }) => {
      const others = reserved.get(requester) ?? 0;
      // Before the catalogue is asked: who asks meanwhile finds these places taken.
      add(requester, builds);
      const place = { [Symbol.dispose]: () => add(requester, -builds) };
      try {
        const used = others + (await catalogue.countUnfinishedBuilds(requester));
        if (used === 0 || used + builds <= most) return place;
      } catch (error) {
        place[Symbol.dispose]();
        throw error;
      }
      place[Symbol.dispose]();
      return null;
    },
  };
}
