import type { BuildStateName } from '../../domain/build-state.ts';
import type { BuildSummaryView, MatrixView } from '../../http/contract/matrix.ts';

/** One project, and its newest build on each target that has one. */
export type MatrixRow = {
  readonly project: string;
  readonly builds: ReadonlyMap<string, BuildSummaryView>;
};

export type Matrix = { readonly targets: readonly string[]; readonly rows: readonly MatrixRow[] };

/** Undoes the numbering that keeps the farm's answer short. */
export function readMatrix(pages: readonly MatrixView[]): Matrix {
  const targets = new Set<string>();
  const rows = pages.flatMap((page) => {
    for (const target of page.targets) targets.add(target);
    return page.projects.map(({ project, builds }): MatrixRow => {
      const read = builds.map((cell) => readBuild(cell, { project, page }));
      return { project, builds: new Map(read.map((build) => [build.target, build])) };
    });
  });
  return { targets: [...targets], rows };
}

function readBuild(
  [target, id, version, state, changedAt, cause, requester]: MatrixView['projects'][number]['builds'][number],
  { project, page }: { readonly project: string; readonly page: MatrixView },
): BuildSummaryView {
  const name: BuildStateName = page.states[state] ?? 'queued';
  return {
    id,
    project,
    version,
    target: page.targets[target] ?? '',
    state: name,
    cause: page.causes[cause] ?? null,
    requestedBy: page.requesters[requester] ?? '',
    changedAt,
  };
}

/** Puts builds that have changed into their cells; a newer build of the same project and target takes the cell. */
export function changeMatrix(matrix: Matrix, changed: readonly BuildSummaryView[]): Matrix {
  const byProject = Map.groupBy(changed, ({ project }) => project);
  const rows = matrix.rows.map((row) => {
    const builds = byProject.get(row.project);
    byProject.delete(row.project);
    return builds === undefined ? row : changeRow(row, builds);
  });
  const added = [...byProject].map(([project, builds]) => changeRow({ project, builds: new Map() }, builds));
  const targets = [...new Set([...matrix.targets, ...changed.map(({ target }) => target)])];
  if (added.length === 0) return { targets, rows };
  const all = [...rows, ...added].sort((one, other) => (one.project < other.project ? -1 : 1));
  return { targets, rows: all };
}

function changeRow(row: MatrixRow, changed: readonly BuildSummaryView[]): MatrixRow {
  const builds = new Map(row.builds);
  for (const build of changed) {
    if (build.id >= (builds.get(build.target)?.id ?? 0)) builds.set(build.target, build);
  }
  return { ...row, builds };
}
