import type { BuildId } from '../../domain/build-state.ts';
import { findProgress } from '../../farm/build-progress.ts';
import { cancelBuild, rebuildBuild, retryBuild, type ChangeProblem } from '../../farm/change-build.ts';
import type { Build, BuildFilter } from '../../farm/records.ts';
import type { AttemptId } from '../../domain/plan.ts';
import type { Result } from '../../domain/result.ts';
import type { Asked } from '../asked.ts';
import { nameOf } from '../authenticate.ts';
import type { PlanView } from '../contract/attempt.ts';
import type { BuildDetail, BuildList, BuildView } from '../contract/build.ts';
import type { HttpFarm } from '../http-ports.ts';
import type { BuildListQuery } from '../parameters.ts';
import { json, notFound, problem, type Reply } from '../reply.ts';
import { viewAttempt } from '../views/attempt-view.ts';
import { viewBuild } from '../views/build-view.ts';
import { viewMoves } from '../views/move-view.ts';

type OneBuild = { readonly params: { readonly id: BuildId } };

export async function listBuilds(
  farm: HttpFarm,
  { query }: { readonly query: BuildListQuery },
): Promise<Reply<BuildList>> {
  const { state, limit, project, target, cause, before } = query;
  const filter: BuildFilter = {
    limit,
    ...(state && { states: state }),
    ...(project && { project }),
    ...(target && { target }),
    ...(cause !== undefined && { cause }),
    ...(before !== undefined && { before }),
  };
  const builds = await farm.catalogue.listBuilds(filter);
  const next = builds.length === limit ? (builds.at(-1)?.id ?? null) : null;
  const progress = await findProgress(farm, builds);
  return json(200, { builds: builds.map((build) => viewBuild(build, progress.get(build.id))), next });
}

export async function showBuild(farm: HttpFarm, { params }: OneBuild): Promise<Reply<BuildDetail>> {
  const build = await farm.catalogue.findBuild(params.id);
  if (build === null) return noSuchBuild(params.id);
  const attempts = await farm.catalogue.listAttempts(build.id);
  const kept = await farm.catalogue.listBuildMoves(build.id);
  const progress = await findProgress(farm, [build]);
  return json(200, {
    ...viewBuild(build, progress.get(build.id)),
    attempts: attempts.map(viewAttempt),
    moves: [...viewMoves(build, { kept, attempts })],
  });
}

/** The plan of one attempt, of the latest where none is named. */
export async function showPlan(
  farm: HttpFarm,
  { params, query }: OneBuild & { readonly query: { readonly attempt?: AttemptId | undefined } },
): Promise<Reply<PlanView>> {
  const attempts = await farm.catalogue.listAttempts(params.id);
  const attempt =
    query.attempt === undefined ? attempts.at(-1) : attempts.find(({ id }) => id === query.attempt);
  if (attempt === undefined) return notFound(`build ${params.id} has no such attempt`);
  return json(200, { ...attempt.plan });
}

export async function retry(
  farm: HttpFarm,
  { params, asked }: OneBuild & { readonly asked: Asked },
): Promise<Reply<BuildView>> {
  const changed = await retryBuild(farm, params.id);
  if (changed.ok) farm.report({ kind: 'build-retried', build: params.id, by: nameOf(asked.caller) });
  return answerChange(farm, changed);
}

export async function rebuild(
  farm: HttpFarm,
  { params, asked }: OneBuild & { readonly asked: Asked },
): Promise<Reply<BuildView>> {
  const changed = await rebuildBuild(farm, params.id);
  if (changed.ok) farm.report({ kind: 'build-rebuilt', build: params.id, by: nameOf(asked.caller) });
  return answerChange(farm, changed);
}

export async function cancel(
  farm: HttpFarm,
  { params, asked }: OneBuild & { readonly asked: Asked },
): Promise<Reply<BuildView>> {
  const by = nameOf(asked.caller);
  const changed = await cancelBuild(farm, { id: params.id, by });
  if (changed.ok) farm.report({ kind: 'build-cancelled', build: params.id, by });
  return answerChange(farm, changed);
}

function answerChange(farm: HttpFarm, changed: Result<Build, ChangeProblem>): Reply<BuildView> {
  if (changed.ok) {
    farm.onBuildsChanged();
    return json(200, viewBuild(changed.value));
  }
  switch (changed.problem.kind) {
    case 'no-such-build':
      return noSuchBuild(changed.problem.id);
    case 'not-possible': {
      const { action, build } = changed.problem;
      return problem(409, {
        kind: 'not-possible',
        detail: `build ${build.id} is ${build.state.name}: ${action} is not possible`,
      });
    }
  }
}

export const noSuchBuild = (id: number) => notFound(`there is no build ${id}`);
