import { useSyncExternalStore } from 'react';

const listeners = new Set<() => void>();
let now = Date.now();
let timer = 0;

/** What `read` makes of the time, second by second: who shows it is drawn again only when that is something else. */
export const useAsOfNow = <Shown extends string | number>(read: (now: number) => Shown): Shown =>
  useSyncExternalStore(listen, () => read(now));

/** The time itself. One clock for the page: ages that are shown together change together. */
export const useNow = (): number => useAsOfNow((now) => now);

function listen(listener: () => void): () => void {
  if (listeners.size === 0) {
    now = Date.now();
    timer = window.setInterval(tick, 1000);
  }
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) window.clearInterval(timer);
  };
}

function tick(): void {
  now = Date.now();
  for (const listener of listeners) listener();
}
