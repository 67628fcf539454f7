import type { BuildId } from '../../domain/build-state.ts';
import type { AttemptId } from '../../domain/plan.ts';
import type { KnownWorker } from '../../domain/worker-report.ts';
import { findRunning } from '../../farm/build-progress.ts';
import type { WorkerDetail, WorkerList } from '../contract/worker.ts';
import type { HttpFarm } from '../http-ports.ts';
import { json, notFound, type Reply } from '../reply.ts';
import { viewCarriedOut, viewForgotten, viewWorker, type RunningWork } from '../views/worker-view.ts';

export async function listWorkers(farm: HttpFarm): Promise<Reply<WorkerList>> {
  const workers = await farm.dispatcher.describeWorkers();
  const work = await findWork(farm, workers);
  const now = farm.clock();
  return json(200, { workers: workers.map((worker) => viewWorker(worker, { now, work })) });
}

export async function showWorker(
  farm: HttpFarm,
  {
    params: { name },
    query: { before, limit },
  }: {
    readonly params: { readonly name: string };
    readonly query: { readonly before?: number | undefined; readonly limit: number };
  },
): Promise<Reply<WorkerDetail>> {
  const workers = (await farm.dispatcher.describeWorkers()).filter((worker) => worker.name === name);
  const worker = workers.find(({ presence }) => presence === 'here') ?? workers[0];
  const page = { worker: name, before: before ?? null, limit };
  const attempts = await farm.catalogue.listAttemptsOfWorker(page);
  const [last] = attempts;
  if (worker === undefined && last === undefined) return notFound(`nobody knows a worker ${name}`);
  const view =
    worker === undefined && last !== undefined
      ? viewForgotten(name, last)
      : worker && viewWorker(worker, { now: farm.clock(), work: await findWork(farm, [worker]) });
  if (view === undefined) return notFound(`nobody knows a worker ${name}`);
  return json(200, {
    ...view,
    attempts: attempts.flatMap(({ outcome, ...attempt }) =>
      outcome === null ? [] : [viewCarriedOut({ ...attempt, outcome })],
    ),
    next: attempts.length === limit ? (attempts.at(-1)?.endedAt ?? null) : null,
  });
}

/** What the workers run: as much as they have slots. */
async function findWork(farm: HttpFarm, workers: readonly KnownWorker[]): Promise<RunningWork> {
  const attempts = workers.flatMap(({ presence, report }) =>
    presence === 'here' ? (report?.running ?? []) : [],
  );
  const found = await Promise.all(
    attempts.map(async (attempt) => [attempt, await findBuildOf(farm, attempt)] as const),
  );
  return {
    builds: new Map(found.flatMap(([attempt, build]) => (build === null ? [] : [[attempt, build]]))),
    progress: await findRunning(farm, attempts),
  };
}

/** `17.2` is an attempt of build 17; `refresh-3.1` of none. */
function findBuildOf(farm: HttpFarm, attempt: AttemptId) {
  const [, id] = /^(\d{1,12})\./.exec(attempt) ?? [];
  return id === undefined ? Promise.resolve(null) : farm.catalogue.findBuild(Number(id) as BuildId);
}
