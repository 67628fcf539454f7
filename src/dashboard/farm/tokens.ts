import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import * as z from 'zod';
import { CreatedToken, TokenList, type TokenRequest } from '../../http/contract/token.ts';
import { askFarm } from './ask-farm.ts';

const key = ['tokens'] as const;
const lookMilliseconds = 30_000;

export const useTokens = () =>
  useQuery({
    queryKey: key,
    queryFn: ({ signal }) => askFarm('/api/tokens', { schema: TokenList, signal }),
    refetchInterval: lookMilliseconds,
  });

/** Its secret is in this answer only; it is kept by nobody but whoever shows it. */
export function useCreateToken() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: TokenRequest) =>
      askFarm('/api/tokens', { schema: CreatedToken, method: 'POST', body }),
    onSuccess: () => client.invalidateQueries({ queryKey: key }),
    gcTime: 0,
  });
}

export function useRemoveToken() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: number) => askFarm(`/api/tokens/${id}`, { schema: z.null(), method: 'DELETE' }),
    // It may have been the one that the page itself is logged in with.
    onSettled: () => client.invalidateQueries(),
  });
}
