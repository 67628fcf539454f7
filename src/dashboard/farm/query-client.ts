import { QueryClient } from '@tanstack/react-query';
import { Unreachable } from './ask-farm.ts';

export const pollMilliseconds = 2_000;

/** What is shown stays shown while the farm does not answer; TanStack Query asks only while the tab is visible. */
export const openQueryClient = (): QueryClient =>
  new QueryClient({
    defaultOptions: {
      queries: {
        // A farm on this machine or in a network without the internet answers even when the browser thinks it is offline.
        networkMode: 'always',
        retry: (_count, error) => error instanceof Unreachable,
        retryDelay: pollMilliseconds,
      },
      mutations: { networkMode: 'always' },
    },
  });
