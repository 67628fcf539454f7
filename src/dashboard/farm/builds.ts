import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
  type QueryClient,
} from '@tanstack/react-query';
import { WheelFiles } from '../../http/contract/attempt.ts';
import { BuildDetail, BuildList, BuildView } from '../../http/contract/build.ts';
import { renderFilterQuery, type BuildFilter } from '../overview/build-filter.ts';
import { askFarm } from './ask-farm.ts';

const pageSize = 50;

/** The newest builds, page by page. */
export const useBuilds = (filter: BuildFilter) =>
  useInfiniteQuery({
    queryKey: ['builds', renderFilterQuery(filter)],
    queryFn: ({ pageParam, signal }) => {
      const query = new URLSearchParams(renderFilterQuery(filter));
      query.set('limit', String(pageSize));
      if (pageParam !== null) query.set('before', String(pageParam));
      return askFarm(`/api/builds?${query.toString()}`, { schema: BuildList, signal });
    },
    initialPageParam: null as number | null,
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
  });

const keyOf = (id: number) => ['build', id] as const;

export const useBuild = (id: number) =>
  useQuery({
    queryKey: keyOf(id),
    queryFn: ({ signal }) => askFarm(`/api/builds/${id}`, { schema: BuildDetail, signal }),
  });

/** Shows what the farm says of a build elsewhere (its log's end, the reply to an action), and asks for the rest. */
export async function showChangedBuild(client: QueryClient, build: BuildView): Promise<void> {
  const queryKey = keyOf(build.id);
  // What is on its way is older than this.
  await client.cancelQueries({ queryKey });
  client.setQueryData<BuildDetail>(queryKey, (shown) => shown && { ...shown, ...build });
  await client.invalidateQueries({ queryKey });
}

export type BuildAction = BuildView['actions'][number];

export function useBuildAction(id: number) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (action: BuildAction) =>
      askFarm(`/api/builds/${id}/${action}`, { schema: BuildView, method: 'POST' }),
    onSuccess: (build) => showChangedBuild(client, build),
  });
}

/** What the wheel of an attempt holds. It never changes. */
export const useWheelFiles = (attempt: string, isWanted: boolean) =>
  useQuery({
    queryKey: ['wheel-files', attempt],
    queryFn: ({ signal }) => askFarm(`/api/attempts/${attempt}/wheel/files`, { schema: WheelFiles, signal }),
    enabled: isWanted,
    staleTime: Infinity,
  });
