import { useSyncExternalStore } from 'react';

/** The address of the page as the browser shows it: path and query. The only state that a link can carry. */
export const useAddress = (): URL => new URL(useSyncExternalStore(listen, read));

const listeners = new Set<() => void>();
const read = (): string => window.location.href;

function listen(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener('popstate', listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener('popstate', listener);
  };
}

/** Goes to a page of the dashboard without loading the document again. */
export function goTo(path: string): void {
  window.history.pushState(null, '', path);
  window.scrollTo(0, 0);
  announce();
}

/** Changes what of the page is shown, as a filter does, and stays where it is scrolled to. */
export function showAt(path: string): void {
  window.history.replaceState(null, '', path);
  announce();
}

function announce(): void {
  for (const listener of listeners) listener();
}
