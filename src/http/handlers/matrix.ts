import { buildStateNames } from '../../domain/build-state.ts';
import type { BuildSummary } from '../../farm/records.ts';
import type { MatrixView } from '../contract/matrix.ts';
import type { HttpFarm } from '../http-ports.ts';
import type { MatrixQuery } from '../parameters.ts';
import { json, type Reply } from '../reply.ts';

/** Columns are the targets on offer, and those that have builds though they no longer are. */
export async function showMatrix(
  farm: HttpFarm,
  { query }: { readonly query: MatrixQuery },
): Promise<Reply<MatrixView>> {
  const { after = null, limit } = query;
  const builds = await farm.catalogue.listNewestBuilds({ after, projects: limit });
  const targets = openNumbering(farm.offered.map(({ name }) => name));
  const causes = openNumbering([]);
  const requesters = openNumbering([]);
  const byProject = Map.groupBy(builds, ({ project }) => project);
  const projects = [...byProject].map(([project, ofProject]) => ({
    project,
    builds: ofProject.map((build) => viewCell(build, { targets, causes, requesters })),
  }));
  const next = projects.length === limit ? (projects.at(-1)?.project ?? null) : null;
  return json(200, {
    targets: targets.names(),
    states: [...buildStateNames],
    causes: causes.names(),
    requesters: requesters.names(),
    projects,
    next,
  });
}

type Numbering = { readonly numberOf: (name: string) => number; readonly names: () => string[] };

function openNumbering(first: readonly string[]): Numbering {
  const numbers = new Map(first.map((name, index) => [name, index]));
  return {
    numberOf: (name) => {
      const number = numbers.get(name) ?? numbers.size;
      numbers.set(name, number);
      return number;
    },
    names: () => [...numbers.keys()],
  };
}

const viewCell = (
  { id, version, target, state, cause, requestedBy, changedAt }: BuildSummary,
  {
    targets,
    causes,
    requesters,
  }: { readonly targets: Numbering; readonly causes: Numbering; readonly requesters: Numbering },
): MatrixView['projects'][number]['builds'][number] => [
  targets.numberOf(target),
  id,
  version,
  buildStateNames.indexOf(state),
  changedAt,
  cause === null ? -1 : causes.numberOf(cause),
  requesters.numberOf(requestedBy),
];
