import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { IndexNodeList, IndexProjects } from '../../http/contract/index-node.ts';
import { askFarm, readText } from './ask-farm.ts';

export const useIndexes = () =>
  useQuery({
    queryKey: ['indexes'],
    queryFn: ({ signal }) => askFarm('/api/indexes', { schema: IndexNodeList, signal }),
    staleTime: 60_000,
  });

/** Projects that an index shows and whose name has the text, page by page. */
export const useIndexProjects = (index: string, text: string) =>
  useInfiniteQuery({
    queryKey: ['index-projects', index, text],
    queryFn: ({ pageParam, signal }) => {
      const query = new URLSearchParams({ name: text, ...(pageParam !== null && { after: pageParam }) });
      return askFarm(`/api/index/${index}/projects?${query.toString()}`, { schema: IndexProjects, signal });
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
  });

/** A configuration that the farm writes for a client, as text. */
export const useClientFile = (index: string, file: 'pip.conf' | 'uv.toml') =>
  useQuery({
    queryKey: ['client-file', index, file],
    queryFn: ({ signal }) => readText(`/index/${index}/${file}`, signal),
    staleTime: 60_000,
  });
