import { useSyncExternalStore } from 'react';
import type { BuildSummaryView } from '../../http/contract/matrix.ts';

const unseen = new Set<number>();
const listeners = new Set<() => void>();

/** How many builds have failed, and not gone on, since somebody looked at this tab. */
export const useUnseenFailures = (): number => useSyncExternalStore(listen, () => unseen.size);

export function noteFailures(changed: readonly Pick<BuildSummaryView, 'id' | 'state'>[]): void {
  if (!document.hidden) return;
  for (const { id, state } of changed) {
    if (state === 'failed') unseen.add(id);
    else unseen.delete(id);
  }
  announce();
}

function listen(listener: () => void): () => void {
  if (listeners.size === 0) document.addEventListener('visibilitychange', forget);
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) document.removeEventListener('visibilitychange', forget);
  };
}

function forget(): void {
  if (document.hidden) return;
  unseen.clear();
  announce();
}

function announce(): void {
  for (const listener of listeners) listener();
}
