import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { QueueView } from '../../http/contract/farm.ts';
import { TargetList } from '../../http/contract/target.ts';
import { WhoAmI } from '../../http/contract/token.ts';
import { askFarm } from './ask-farm.ts';

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

const callerKey = ['whoami'] as const;

/** Whom the farm takes the page for; null while nobody has answered yet. */
export function useCaller(): WhoAmI | null {
  const { data } = useQuery({
    queryKey: callerKey,
    queryFn: ({ signal }) => askFarm('/api/whoami', { schema: WhoAmI, signal }),
    staleTime: 60_000,
  });
  return data ?? null;
}

/** Logs in with a token, or (null) out. What the page shows may depend on it: all is asked for again. */
export function useSession() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (token: string | null) =>
      token === null
        ? askFarm('/api/session', { schema: WhoAmI, method: 'DELETE' })
        : askFarm('/api/session', { schema: WhoAmI, method: 'POST', body: { token } }),
    onSuccess: async (caller) => {
      client.setQueryData(callerKey, caller);
      await client.invalidateQueries();
    },
  });
}

/** Whether the farm lets the page do what needs this scope; null while nobody has answered yet. */
export function useMay(scope: 'build' | 'upload' | 'admin'): boolean | null {
  const caller = useCaller();
  if (caller === null) return null;
  return caller.kind === 'token' && caller.token.scopes.some((each) => each === scope || each === 'admin');
}
