import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import * as z from 'zod';
import { LearnedRecipeDetail, LearnedRecipeList } from '../../http/contract/learned-recipe.ts';
import { RecipeDetail, RecipeList } from '../../http/contract/recipe.ts';
import { askFarm } from './ask-farm.ts';

const queryOf = (after: string | null): string =>
  after === null ? '' : `?after=${encodeURIComponent(after)}`;

export const useRecipes = () =>
  useInfiniteQuery({
    queryKey: ['recipes'],
    queryFn: ({ pageParam, signal }) =>
      askFarm(`/api/recipes${queryOf(pageParam)}`, { schema: RecipeList, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });

/** A recipe as it is written. */
export const useRecipe = (project: string) =>
  useQuery({
    queryKey: ['recipe', project],
    queryFn: ({ signal }) => askFarm(`/api/recipes/${project}`, { schema: RecipeDetail, signal }),
  });

export const useLearnedRecipes = () =>
  useInfiniteQuery({
    queryKey: ['learned-recipes'],
    queryFn: ({ pageParam, signal }) =>
      askFarm(`/api/learned-recipes${queryOf(pageParam)}`, { schema: LearnedRecipeList, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });

const keyOf = (project: string) => ['learned-recipe', project] as const;

export const useLearnedRecipe = (project: string) =>
  useQuery({
    queryKey: keyOf(project),
    queryFn: ({ signal }) =>
      askFarm(`/api/learned-recipes/${project}`, { schema: LearnedRecipeDetail, signal }),
  });

/** Forgets what was learned of a project on one target, or (null) on all. */
export function useForgetLearned(project: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (target: string | null) =>
      askFarm(`/api/learned-recipes/${project}${target === null ? '' : `?target=${target}`}`, {
        schema: z.object({ forgotten: z.int() }),
        method: 'DELETE',
      }),
    onSettled: async () => {
      await client.invalidateQueries({ queryKey: keyOf(project) });
      await client.invalidateQueries({ queryKey: ['learned-recipes'] });
    },
  });
}
