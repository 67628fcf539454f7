import { useSyncExternalStore } from 'react';

/**
 * The secret that lets this page retry and cancel. It lives in the tab's session storage and goes with it; never in a
 * cookie, which the browser would send for other sites too.
 */
const place = 'wheelyard-token';

const listeners = new Set<() => void>();

/** Null: the page only looks. */
export const readToken = (): string | null => sessionStorage.getItem(place);

export function keepToken(secret: string | null): void {
  if (secret === null) sessionStorage.removeItem(place);
  else sessionStorage.setItem(place, secret);
  for (const listener of listeners) listener();
}

export const useToken = (): string | null => useSyncExternalStore(listen, readToken);

function listen(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
