/** Does a work once for all who want it at the same time. */
export type SharedWork<Value> = (
  key: string,
  wish: { readonly work: (signal: AbortSignal) => Promise<Value>; readonly signal: AbortSignal },
) => Promise<Value>;

type UnderWay<Value> = {
  readonly done: Promise<Value>;
  readonly giveUp: AbortController;
  wishes: number;
};

/** Whoever gives up leaves the work to the others; the last one ends it, and waits for that end. */
export function openSharedWork<Value>(): SharedWork<Value> {
  const underWay = new Map<string, UnderWay<Value>>();

  const begin = (key: string, work: (signal: AbortSignal) => Promise<Value>): UnderWay<Value> => {
    const giveUp = new AbortController();
    const begun: UnderWay<Value> = { done: work(giveUp.signal), giveUp, wishes: 0 };
    const forget = (): void => {
      if (underWay.get(key) === begun) underWay.delete(key);
    };
    begun.done.then(forget, forget);
    giveUp.signal.addEventListener('abort', forget);
    underWay.set(key, begun);
    return begun;
  };

  return async (key, { work, signal }) => {
    signal.throwIfAborted();
    const shared = underWay.get(key) ?? begin(key, work);
    shared.wishes += 1;
    const gaveUp = Promise.withResolvers<never>();
    const leave = (): void => gaveUp.reject(signal.reason);
    signal.addEventListener('abort', leave);
    try {
      return await Promise.race([shared.done, gaveUp.promise]);
    } finally {
      signal.removeEventListener('abort', leave);
      shared.wishes -= 1;
      if (shared.wishes === 0) {
        shared.giveUp.abort();
        await shared.done.catch(() => undefined);
      }
    }
  };
}
