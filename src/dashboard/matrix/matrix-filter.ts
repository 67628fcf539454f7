import { buildStateNames, type BuildStateName } from '../../domain/build-state.ts';
import type { BuildSummaryView } from '../../http/contract/matrix.ts';
import type { Matrix } from './matrix-rows.ts';

/** Which part of the matrix is shown; it stands in the address. */
export type MatrixFilter = {
  readonly text: string;
  /** Null: every target. */
  readonly target: string | null;
  /** Empty: all. */
  readonly states: readonly BuildStateName[];
  /** A kind of failure (`missing-header`) or one cause (`missing-header:yaml.h`). */
  readonly cause: string | null;
  /** Who asked for the build; see `ownerOf`. */
  readonly owner: string | null;
};

export const wholeMatrix: MatrixFilter = { text: '', target: null, states: [], cause: null, owner: null };

export const readMatrixFilter = (query: URLSearchParams): MatrixFilter => ({
  text: query.get('text') ?? '',
  target: query.get('target') || null,
  states: buildStateNames.filter((name) => query.getAll('state').includes(name)),
  cause: query.get('cause') || null,
  owner: query.get('owner') || null,
});

export function matrixPath({ text, target, states, cause, owner }: MatrixFilter): string {
  const query = new URLSearchParams(states.map((state): [string, string] => ['state', state]));
  if (text !== '') query.set('text', text);
  if (target !== null) query.set('target', target);
  if (cause !== null) query.set('cause', cause);
  if (owner !== null) query.set('owner', owner);
  const written = query.toString();
  return written === '' ? '/matrix' : `/matrix?${written}`;
}

/** Whether a cell is what is looked for. */
export const fitsFilter = (
  { state, cause, requestedBy }: Pick<BuildSummaryView, 'state' | 'cause' | 'requestedBy'>,
  filter: Pick<MatrixFilter, 'states' | 'cause' | 'owner'>,
): boolean =>
  (filter.owner === null || ownerOf(requestedBy) === filter.owner) &&
  (filter.states.length === 0 || filter.states.includes(state)) &&
  (filter.cause === null || cause === filter.cause || kindOf(cause) === filter.cause);

/** A row stays where any cell that is shown of it fits. */
export function filterMatrix(matrix: Matrix, filter: MatrixFilter): Matrix {
  const targets = filter.target === null ? matrix.targets : [filter.target];
  const text = filter.text.trim().toLowerCase();
  const isOfAll =
    filter.states.length === 0 && filter.cause === null && filter.target === null && filter.owner === null;
  const rows = matrix.rows.filter(
    ({ project, builds }) =>
      project.includes(text) &&
      (isOfAll ||
        targets.some((target) => {
          const build = builds.get(target);
          return build !== undefined && fitsFilter(build, filter);
        })),
  );
  return { targets, rows };
}

export type CauseCount = { readonly cause: string; readonly builds: number };

/** What the cells failed of: kinds first, then single causes, each with how many, those of most first. */
export function countCauses(matrix: Matrix): {
  readonly kinds: readonly CauseCount[];
  readonly causes: readonly CauseCount[];
} {
  const kinds = new Map<string, number>();
  const causes = new Map<string, number>();
  for (const { builds } of matrix.rows) {
    for (const { cause } of builds.values()) {
      if (cause === null) continue;
      const kind = kindOf(cause) ?? cause;
      kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
      if (kind !== cause) causes.set(cause, (causes.get(cause) ?? 0) + 1);
    }
  }
  return { kinds: mostFirst(kinds), causes: mostFirst(causes).slice(0, mostCauses) };
}

/** Those who asked for cells, by name. */
export function listOwners(matrix: Matrix): readonly string[] {
  const requesters = new Set(
    matrix.rows.flatMap(({ builds }) => [...builds.values()].map(({ requestedBy }) => requestedBy)),
  );
  return [...new Set([...requesters].map(ownerOf))].sort();
}

/** Who asked, a name for all builds that asked for what they require: each of them alone is nobody to look for. */
export const ownerOf = (requestedBy: string): string => requestedBy.replace(/^build \d+$/, 'other builds');

const mostCauses = 100;

const mostFirst = (counts: ReadonlyMap<string, number>): readonly CauseCount[] =>
  [...counts]
    .map(([cause, builds]) => ({ cause, builds }))
    .sort((one, other) => other.builds - one.builds || (one.cause < other.cause ? -1 : 1));

/** `missing-header` of `missing-header:yaml.h`. */
const kindOf = (cause: string | null): string | null => cause?.split(':')[0] ?? null;

export function countStates(matrix: Matrix): ReadonlyMap<BuildStateName, number> {
  const counts = new Map<BuildStateName, number>();
  for (const { builds } of matrix.rows) {
    for (const { state } of builds.values()) counts.set(state, (counts.get(state) ?? 0) + 1);
  }
  return counts;
}
