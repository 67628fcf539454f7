import { buildStateNames, type BuildStateName } from '../../domain/build-state.ts';
import { toggle } from '../words/toggle.ts';

/** Which builds the overview shows; it stands in the address, so that a view can be sent to somebody. */
export type BuildFilter = {
  /** Empty: all. */
  readonly states: readonly BuildStateName[];
  readonly target: string | null;
  readonly project: string | null;
  /** The key of what they failed of. */
  readonly cause: string | null;
};

export const readFilter = (query: URLSearchParams): BuildFilter => ({
  states: buildStateNames.filter((name) => query.getAll('state').includes(name)),
  target: query.get('target') || null,
  project: query.get('project') || null,
  cause: query.get('cause') || null,
});

/** In the API's own words. */
export function renderFilterQuery({ states, target, project, cause }: BuildFilter): string {
  const query = new URLSearchParams(states.map((state): [string, string] => ['state', state]));
  if (target !== null) query.set('target', target);
  if (project !== null) query.set('project', project);
  if (cause !== null) query.set('cause', cause);
  return query.toString();
}

export const everyBuild: BuildFilter = { states: [], target: null, project: null, cause: null };

export const overviewPath = (filter: BuildFilter): string => {
  const query = renderFilterQuery(filter);
  return query === '' ? '/' : `/?${query}`;
};

/** With or without one state more. */
export const toggleState = (filter: BuildFilter, state: BuildStateName): BuildFilter => ({
  ...filter,
  states: toggle(filter.states, state),
});
