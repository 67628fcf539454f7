import type { BuildId } from '../domain/build-state.ts';

/**
 * What the scheduler must not stand still for: asking an index upstream, fetching from it. One after the other, so that
 * two of them never decide of each other's builds; one a build at a time.
 */
export type Errands = {
  readonly run: (build: BuildId, errand: () => Promise<void>) => void;
} & AsyncDisposable;

/** How long the end of a farm waits for an index upstream. What is not done is begun anew at the next start. */
const closingMilliseconds = 5_000;

export function openErrands(on: {
  readonly done: () => void;
  readonly trouble: (error: unknown) => void;
}): Errands {
  const open = new Set<BuildId>();
  let closed = false;
  let last: Promise<void> = Promise.resolve();

  const runOne = async (build: BuildId, errand: () => Promise<void>): Promise<void> => {
    try {
      if (!closed) await errand();
    } catch (error) {
      // The build stays where it is; reconciling finds it there, and begins the errand again.
      on.trouble(error);
    } finally {
      open.delete(build);
    }
    if (!closed) on.done();
  };
  return {
    run: (build, errand) => {
      if (open.has(build)) return;
      open.add(build);
      last = last.then(() => runOne(build, errand));
    },
    [Symbol.asyncDispose]: async () => {
      closed = true;
      const patience = Promise.withResolvers<void>();
      const timer = setTimeout(patience.resolve, closingMilliseconds);
      await Promise.race([last, patience.promise]);
      clearTimeout(timer);
    },
  };
}
