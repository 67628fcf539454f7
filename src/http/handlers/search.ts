import { explainFailure } from '../../domain/failure.ts';
import { searchFarm } from '../../farm/search-farm.ts';
import type { SearchResults } from '../contract/search.ts';
import type { HttpFarm } from '../http-ports.ts';
import { json, type Reply } from '../reply.ts';
import { summarizeBuild } from '../views/build-view.ts';

export async function search(
  farm: HttpFarm,
  { query: { q: text, limit } }: { readonly query: { readonly q: string; readonly limit: number } },
): Promise<Reply<SearchResults>> {
  const { projects, builds, failures } = await searchFarm(farm, { text, limit: limit + 1 });
  return json(200, {
    projects: projects.slice(0, limit),
    builds: builds.slice(0, limit).map(summarizeBuild),
    // One may have gone on since it was found.
    failures: failures
      .slice(0, limit)
      .flatMap((build) =>
        build.state.name === 'failed'
          ? [{ build: summarizeBuild(build), sentence: explainFailure(build.state.failure) }]
          : [],
      ),
    hasMore: {
      projects: projects.length > limit,
      builds: builds.length > limit,
      failures: failures.length > limit,
    },
  });
}
