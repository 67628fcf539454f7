import { FailureClusters, RetriedBuilds, RetryRequest } from '../contract/failure-cluster.ts';
import { WhyView } from '../contract/why.ts';
import { listFailures, retryCause } from '../handlers/failures.ts';
import { showWhy } from '../handlers/why.ts';
import { failureListQuery, whyQuery } from '../parameters.ts';
import { defineRoute } from '../route.ts';

export const failureRoutes = [
  defineRoute({
    method: 'GET',
    path: '/api/why',
    scope: 'open',
    summary: 'Where a project stands on a target, why, and what would change it',
    query: whyQuery,
    reply: { statuses: [200], schema: WhyView, types: [] },
    handler: showWhy,
  }),
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
