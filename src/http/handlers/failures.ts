import { retryFailures } from '../../farm/retry-failures.ts';
import type { FailureCluster } from '../../farm/records.ts';
import type { Asked } from '../asked.ts';
import { nameOf } from '../authenticate.ts';
import type {
  FailureClusters,
  FailureClusterView,
  RetriedBuilds,
  RetryRequest,
} from '../contract/failure-cluster.ts';
import type { HttpFarm } from '../http-ports.ts';
import { buildId } from '../parameters.ts';
import { json, notFound, type Reply } from '../reply.ts';
import { viewBuild, viewFailure } from '../views/build-view.ts';

export async function listFailures(
  farm: HttpFarm,
  { query }: { readonly query: { readonly limit: number } },
): Promise<Reply<FailureClusters>> {
  const clusters = await farm.catalogue.listFailureClusters({ limit: query.limit });
  return json(200, { clusters: clusters.map(viewCluster) });
}

function viewCluster({
  cause,
  sentence,
  failure,
  count,
  newestAt,
  samples,
}: FailureCluster): FailureClusterView {
  const { kind, blame } = viewFailure(failure);
  return {
    cause,
    sentence,
    kind,
    blame,
    builds: count,
    newestAt,
    samples: samples.map((build) => viewBuild(build)),
  };
}

export async function retryCause(
  farm: HttpFarm,
  { body, asked }: { readonly body: RetryRequest; readonly asked: Asked },
): Promise<Reply<RetriedBuilds>> {
  const { cause } = body;
  const before = body.before === undefined ? null : buildId.parse(String(body.before));
  const { retried, next } = await retryFailures(farm, { cause, before });
  // Behind the first page there may well be nothing left.
  if (retried.length === 0 && before === null) return notFound(`no build failed of ${cause}`);
  for (const build of retried) farm.report({ kind: 'build-retried', build, by: nameOf(asked.caller) });
  if (retried.length > 0) farm.onBuildsChanged();
  return json(200, { retried: [...retried], next });
}
