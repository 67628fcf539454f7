import { useSyncExternalStore } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { Unreachable } from './ask-farm.ts';

/** Whether something on this page was asked for and nobody answered. */
export function useIsOutage(): boolean {
  const cache = useQueryClient().getQueryCache();
  return useSyncExternalStore(
    (listener) => cache.subscribe(listener),
    () =>
      cache
        .getAll()
        .some(
          (query) =>
            query.isActive() &&
            (query.state.fetchFailureReason instanceof Unreachable ||
              query.state.error instanceof Unreachable),
        ),
  );
}
