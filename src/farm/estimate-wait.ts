import type { Catalogue } from './catalogue-port.ts';
import type { Clock, Dispatcher } from './ports.ts';

const fewest = 3;
const mostBuilds = 10;
const keptMilliseconds = 15_000;

/**
 * About how many seconds pass until a build that is queued now is done: what the latest ones took, once for each that may
 * be before it and that is not built at the same time. Null where too few were built. Looked up now and then, not each time.
 */
export function openWaitEstimate(farm: {
  readonly catalogue: Pick<Catalogue, 'listBuilds' | 'listAttempts' | 'countBuilds'>;
  readonly dispatcher: Pick<Dispatcher, 'countQueued'>;
  readonly clock: Clock;
}): () => Promise<number | null> {
  let known: { readonly seconds: Promise<number | null>; readonly until: number } | null = null;
  const estimate = async (): Promise<number | null> => {
    const builds = await farm.catalogue.listBuilds({ states: ['succeeded'], limit: mostBuilds });
    const taken: number[] = [];
    for (const { id } of builds) {
      const evidence = (await farm.catalogue.listAttempts(id)).flatMap(
        ({ outcome }) => outcome?.evidence ?? [],
      );
      const milliseconds = evidence.reduce((sum, { startedAt, endedAt }) => sum + endedAt - startedAt, 0);
      if (evidence.length > 0) taken.push(milliseconds / 1000);
    }
    if (taken.length < fewest) return null;
    const mean = taken.reduce((sum, seconds) => sum + seconds, 0) / taken.length;
    const [counts, platforms] = await Promise.all([
      farm.catalogue.countBuilds(),
      farm.dispatcher.countQueued(),
    ]);
    const running = Object.values(platforms).reduce((sum, each) => sum + each.running, 0);
    const before = Math.max(0, counts.queued - 1);
    return Math.ceil(mean * (1 + before / Math.max(1, running)));
  };
  return () => {
    if (known === null || known.until <= farm.clock()) {
      const seconds = estimate().catch(() => null);
      known = { seconds, until: farm.clock() + keptMilliseconds };
    }
    return known.seconds;
  };
}
