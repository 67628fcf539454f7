/** Lets those who want the same thing at it one after the other. */
export type Turns = (key: string) => Promise<Disposable>;

export function openTurns(): Turns {
  const last = new Map<string, Promise<void>>();
  return async (key) => {
    const before = last.get(key);
    const { promise: done, resolve } = Promise.withResolvers<void>();
    last.set(key, done);
    await before;
    return {
      [Symbol.dispose]: () => {
        if (last.get(key) === done) last.delete(key);
        resolve();
      },
    };
  };
}
