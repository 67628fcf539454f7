/**
 * What the scheduler must not stand still for: asking an index upstream, fetching from it, looking through failed builds.
 * One after the other, so that two of them never decide of each other's builds.
 */
export type Errands = {
  /** `what` names it: one that waits already is not taken a second time. */
  readonly run: (what: string, errand: () => Promise<void>) => void;
} & AsyncDisposable;

/** How long the end of a farm waits for an index upstream. What is not done is begun anew at the next start. */
const closingMilliseconds = 5_000;

export function openErrands(on: {
  readonly done: () => void;
  readonly trouble: (error: unknown) => void;
}): Errands {
  const open = new Set<string>();
  let closed = false;
  let last: Promise<void> = Promise.resolve();

  const runOne = async (what: string, errand: () => Promise<void>): Promise<void> => {
    try {
      if (!closed) await errand();
    } catch (error) {
      // The build stays where it is; reconciling finds it there, and begins the errand again.
      on.trouble(error);
    } finally {
      open.delete(what);
    }
    if (!closed) on.done();
  };
  return {
    run: (what, errand) => {
      if (open.has(what)) return;
      open.add(what);
      last = last.then(() => runOne(what, errand));
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
