import { useQuery } from '@tanstack/react-query';
import { QueueView } from '../../http/contract/farm.ts';
import { TargetList } from '../../http/contract/target.ts';
import { WhoAmI } from '../../http/contract/token.ts';
import { askFarm } from './ask-farm.ts';
import { useToken } from './token.ts';

export const useQueue = () =>
  useQuery({
    queryKey: ['queue'],
    queryFn: ({ signal }) => askFarm('/api/queue', { schema: QueueView, signal }),
  });

export const useTargets = () =>
  useQuery({
    queryKey: ['targets'],
    queryFn: ({ signal }) => askFarm('/api/targets', { schema: TargetList, signal }),
    staleTime: 30_000,
    refetchInterval: 30_000,
  });

/** Whose token the page has; null while it has none or nobody has answered yet. */
export function useCaller() {
  const token = useToken();
  const { data, error } = useQuery({
    // Not the secret itself: keys are shown by developer tools.
    queryKey: ['whoami', token?.slice(-4)],
    queryFn: ({ signal }) => askFarm('/api/whoami', { schema: WhoAmI, signal }),
    enabled: token !== null,
    staleTime: 60_000,
  });
  return { caller: token === null ? null : (data ?? null), problem: error };
}

/** Whether the page may retry and cancel. */
export function useMayChange(): boolean {
  const { caller } = useCaller();
  return (
    caller?.kind === 'token' && caller.token.scopes.some((scope) => scope === 'build' || scope === 'admin')
  );
}
