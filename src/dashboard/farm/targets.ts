import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { RefreshDetail, RefreshList, RefreshView } from '../../http/contract/refresh.ts';
import { TargetDetail } from '../../http/contract/target.ts';
import { askFarm } from './ask-farm.ts';

const makingMilliseconds = 2_000;
const quietMilliseconds = 30_000;

export const useTarget = (name: string) =>
  useQuery({
    queryKey: ['target', name],
    queryFn: ({ signal }) =>
      askFarm(`/api/targets/${encodeURIComponent(name)}`, { schema: TargetDetail, signal }),
    refetchInterval: quietMilliseconds,
  });

const refreshesKey = (target: string) => ['refreshes', target] as const;

/** Of a target, newest first; looked for more often while one is being made. */
export const useRefreshes = (target: string) =>
  useQuery({
    queryKey: refreshesKey(target),
    queryFn: ({ signal }) =>
      askFarm(`/api/targets/${encodeURIComponent(target)}/refreshes`, { schema: RefreshList, signal }),
    refetchInterval: ({ state: { data } }) =>
      data?.refreshes.some(({ state }) => state.name === 'making') === true
        ? makingMilliseconds
        : quietMilliseconds,
  });

/** One that has ended; it does not change any more. */
export const useEndedRefresh = (id: number) =>
  useQuery({
    queryKey: ['refresh', id],
    queryFn: ({ signal }) => askFarm(`/api/refreshes/${id}`, { schema: RefreshDetail, signal }),
    staleTime: Infinity,
  });

/** Has the images of a target made anew. */
export function useRefreshTarget(target: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () =>
      askFarm(`/api/targets/${encodeURIComponent(target)}/refresh`, { schema: RefreshView, method: 'POST' }),
    onSettled: () => client.invalidateQueries({ queryKey: refreshesKey(target) }),
  });
}

/** After a refresh has ended: the target has other images. */
export function useTargetChanged(target: string): () => void {
  const client = useQueryClient();
  return () => {
    void client.invalidateQueries({ queryKey: refreshesKey(target) });
    void client.invalidateQueries({ queryKey: ['target', target] });
  };
}
