import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { StatisticsView } from '../../http/contract/statistics.ts';
import { StorageView } from '../../http/contract/storage.ts';
import { WorkerDetail, WorkerList } from '../../http/contract/worker.ts';
import { askFarm } from './ask-farm.ts';

const workersMilliseconds = 10_000;
const quietMilliseconds = 60_000;

export const useWorkers = () =>
  useQuery({
    queryKey: ['workers'],
    queryFn: ({ signal }) => askFarm('/api/workers', { schema: WorkerList, signal }),
    refetchInterval: workersMilliseconds,
  });

/** One worker, with what it carried out, page by page. */
export const useWorker = (name: string) =>
  useInfiniteQuery({
    queryKey: ['worker', name],
    queryFn: ({ pageParam, signal }) => {
      const query = pageParam === null ? '' : `?before=${pageParam}`;
      return askFarm(`/api/workers/${encodeURIComponent(name)}${query}`, { schema: WorkerDetail, signal });
    },
    initialPageParam: null as number | null,
    getNextPageParam: (page) => page.next,
    refetchInterval: workersMilliseconds,
  });

/** How builds ended; asked for again when one does, and when another hour begins. */
export const useStatistics = (hours: number) =>
  useQuery({
    queryKey: ['statistics', hours],
    queryFn: ({ signal }) => askFarm(`/api/statistics?hours=${hours}`, { schema: StatisticsView, signal }),
    placeholderData: keepPreviousData,
    refetchInterval: quietMilliseconds,
  });

export const useStorage = () =>
  useQuery({
    queryKey: ['storage'],
    queryFn: ({ signal }) => askFarm('/api/storage', { schema: StorageView, signal }),
    refetchInterval: quietMilliseconds,
  });
