import type { BuildStateName } from '../../domain/build-state.ts';
import type { BuildSummaryView } from '../../http/contract/matrix.ts';
import type { SearchResults } from '../../http/contract/search.ts';
import { buildPath, projectPath } from '../navigation/page-address.ts';

/** One thing that was found, and where it leads. */
export type SearchHit = {
  readonly group: 'Projects' | 'Builds' | 'Failures';
  readonly path: string;
  readonly name: string;
  /** Of a project null: it has many builds. */
  readonly state: BuildStateName | null;
  readonly detail: string;
};

/** In the order that they are shown in. A build that is found in two ways is shown once. */
export function listHits({ projects, builds, failures }: SearchResults): readonly SearchHit[] {
  const named = new Set(builds.map(({ id }) => id));
  return [
    ...projects.map((project): SearchHit => ({
      group: 'Projects',
      path: projectPath(project),
      name: project,
      state: null,
      detail: '',
    })),
    ...builds.map((build) => hitOf(build, { group: 'Builds', detail: build.target })),
    ...failures
      .filter(({ build }) => !named.has(build.id))
      .map(({ build, sentence }) => hitOf(build, { group: 'Failures', detail: sentence })),
  ];
}

const hitOf = (
  { id, project, version, state }: BuildSummaryView,
  how: Pick<SearchHit, 'group' | 'detail'>,
): SearchHit => ({ ...how, path: buildPath(id), name: `${project} ${version}`, state });
