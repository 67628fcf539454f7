import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { FailureClusters, RetriedBuilds } from '../../http/contract/failure-cluster.ts';
import { askFarm } from './ask-farm.ts';

const mostShown = 8;

/** Causes that builds failed of. */
export const useFailures = () =>
  useQuery({
    queryKey: ['failures'],
    queryFn: ({ signal }) => askFarm(`/api/failures?limit=${mostShown}`, { schema: FailureClusters, signal }),
  });

/** Builds all of one cause again, page by page; gives how many. */
export function useRetryCause(cause: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async () => {
      let builds = 0;
      for (let before: number | null | undefined; before !== null;) {
        const page: RetriedBuilds = await askFarm('/api/failures/retry', {
          schema: RetriedBuilds,
          method: 'POST',
          body: { cause, before },
        });
        builds += page.retried.length;
        before = page.next;
      }
      return builds;
    },
    onSettled: () => client.invalidateQueries(),
  });
}
