import { QueryClient } from '@tanstack/react-query';
import { Unreachable } from './ask-farm.ts';

const tryAgainMilliseconds = 2_000;

/** What is shown stays shown while the farm does not answer, and is live: the farm's events say what to ask for again. */
export const openQueryClient = (): QueryClient =>
  new QueryClient({
    defaultOptions: {
      queries: {
        // A farm on this machine or in a network without the internet answers even when the browser thinks it is offline.
        networkMode: 'always',
        staleTime: 5_000,
        retry: (_count, error) => error instanceof Unreachable,
        retryDelay: tryAgainMilliseconds,
      },
      mutations: { networkMode: 'always' },
    },
  });
