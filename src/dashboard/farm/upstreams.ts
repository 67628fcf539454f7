import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import {
  PublisherDetail,
  PublisherList,
  PublisherView,
  RetriedFiles,
} from '../../http/contract/publisher.ts';
import { UpstreamList } from '../../http/contract/upstream.ts';
import { askFarm } from './ask-farm.ts';

const quietMilliseconds = 30_000;
/** While files are on their way, or are compared. */
const busyMilliseconds = 10_000;

export const useUpstreams = () =>
  useQuery({
    queryKey: ['upstreams'],
    queryFn: ({ signal }) => askFarm('/api/upstreams', { schema: UpstreamList, signal }),
    refetchInterval: quietMilliseconds,
  });

export const usePublishers = () =>
  useQuery({
    queryKey: ['publishers'],
    queryFn: ({ signal }) => askFarm('/api/publishers', { schema: PublisherList, signal }),
    refetchInterval: ({ state: { data } }) =>
      data?.publishers.some(({ pending, resync }) => pending > 0 || resync?.state === 'running') === true
        ? busyMilliseconds
        : quietMilliseconds,
  });

/** The first of the files that an index refused, with its words. */
export const useRefusedFiles = (name: string) =>
  useQuery({
    queryKey: ['publishers', name],
    queryFn: ({ signal }) =>
      askFarm(`/api/publishers/${encodeURIComponent(name)}?limit=20`, { schema: PublisherDetail, signal }),
    refetchInterval: quietMilliseconds,
  });

/** Sends again what was refused, or holds the index against the farm. */
export function usePublisherActions(name: string) {
  const client = useQueryClient();
  const path = `/api/publishers/${encodeURIComponent(name)}`;
  const onSettled = () => client.invalidateQueries({ queryKey: ['publishers'] });
  return {
    retry: useMutation({
      mutationFn: () => askFarm(`${path}/retry`, { schema: RetriedFiles, method: 'POST' }),
      onSettled,
    }),
    resync: useMutation({
      mutationFn: () => askFarm(`${path}/resync`, { schema: PublisherView, method: 'POST' }),
      onSettled,
    }),
  };
}
