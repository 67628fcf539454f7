import { FailureClusters, RetriedBuilds, RetryRequest } from '../contract/failure-cluster.ts';
import { listFailures, retryCause } from '../handlers/failures.ts';
import { failureListQuery } from '../parameters.ts';
import { defineRoute } from '../route.ts';

export const failureRoutes = [
  defineRoute({
    method: 'GET',
    path: '/api/failures',
    scope: 'open',
    summary: 'Causes that builds failed of, those of most builds first',
    query: failureListQuery,
    reply: { statuses: [200], schema: FailureClusters, types: [] },
    handler: listFailures,
  }),
  defineRoute({
    method: 'POST',
    path: '/api/failures/retry',
    scope: 'build',
    summary: 'Build again what failed of one cause, at most 200 builds a request',
    body: { kind: 'json', schema: RetryRequest },
    reply: { statuses: [200], schema: RetriedBuilds, types: [] },
    handler: retryCause,
  }),
];
