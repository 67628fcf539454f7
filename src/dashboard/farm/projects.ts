import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { ProjectView } from '../../http/contract/project.ts';
import { SearchResults } from '../../http/contract/search.ts';
import { WhyView } from '../../http/contract/why.ts';
import { askFarm } from './ask-farm.ts';

/** A project; its releases page by page, newest first. */
export const useProject = (name: string) =>
  useInfiniteQuery({
    queryKey: ['project', name],
    queryFn: ({ pageParam, signal }) => {
      const query = pageParam === null ? '' : `?before=${encodeURIComponent(pageParam)}`;
      return askFarm(`/api/projects/${encodeURIComponent(name)}${query}`, { schema: ProjectView, signal });
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });

/** What would change where a project stands on a target. */
export const useWhy = (project: string, target: string) =>
  useQuery({
    queryKey: ['project', project, 'why', target],
    queryFn: ({ signal }) =>
      askFarm(`/api/why?${new URLSearchParams({ project, target }).toString()}`, { schema: WhyView, signal }),
  });

/** What a text may mean; an earlier question is given up, and its answer stays until the next is there. */
export const useSearch = (text: string, limit: number) =>
  useQuery({
    queryKey: ['search', text, limit],
    queryFn: ({ signal }) =>
      askFarm(`/api/search?${new URLSearchParams({ q: text, limit: String(limit) }).toString()}`, {
        schema: SearchResults,
        signal,
      }),
    enabled: text !== '',
    placeholderData: keepPreviousData,
  });
