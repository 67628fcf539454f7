import * as z from 'zod';
import { ClientEvents } from '../contract/client-event.ts';
import { Liveness, QueueView, Readiness } from '../contract/farm.ts';
import { ProviderList } from '../contract/provider.ts';
import { TargetDetail, TargetList } from '../contract/target.ts';
import { eventStreamMediaType } from '../contract/log.ts';
import { takeClientEvents } from '../handlers/client-events.ts';
import { showFarmEvents } from '../handlers/farm-events.ts';
import { live, ready, showMetrics, showQueue } from '../handlers/farm-state.ts';
import { listProviders } from '../handlers/providers.ts';
import { listTargets, showTarget } from '../handlers/targets.ts';
import { providerQuery, targetName } from '../parameters.ts';
import { defineRoute } from '../route.ts';

export const farmRoutes = [
  defineRoute({
    method: 'GET',
    path: '/api/targets',
    scope: 'open',
    summary: 'What the farm knows how to build for, with the images last seen',
    reply: { statuses: [200], schema: TargetList, types: [] },
    handler: listTargets,
  }),
  defineRoute({
    method: 'GET',
    path: '/api/targets/:name',
    scope: 'open',
    summary: 'One target with the OS packages of its images',
    params: z.object({ name: targetName }),
    reply: { statuses: [200], schema: TargetDetail, types: [] },
    handler: showTarget,
  }),
  defineRoute({
    method: 'GET',
    path: '/api/targets/:name/providers',
    scope: 'open',
    summary: 'Which OS packages of a target provide what a build looks for, the best first',
    params: z.object({ name: targetName }),
    query: providerQuery,
    reply: { statuses: [200], schema: ProviderList, types: [] },
    handler: listProviders,
  }),
  defineRoute({
    method: 'GET',
    path: '/api/queue',
    scope: 'open',
    summary: 'Builds by state, what is queued and running, and the workers',
    reply: { statuses: [200], schema: QueueView, types: [] },
    handler: showQueue,
  }),
  defineRoute({
    method: 'GET',
    path: '/api/events',
    scope: 'open',
    summary: 'What changes, as it does: events (ready, reset, builds, queue), resumable with Last-Event-ID',
    query: z.strictObject({
      after: z.string().max(40).optional().meta({ description: 'An event id, as Last-Event-ID' }),
    }),
    reply: { statuses: [200], schema: null, types: [eventStreamMediaType] },
    handler: showFarmEvents,
  }),
  defineRoute({
    method: 'POST',
    path: '/api/client-events',
    scope: 'own-page',
    summary: 'What went wrong in a page of the dashboard: into the log and the metrics, so often',
    body: { kind: 'json', schema: ClientEvents },
    reply: { statuses: [204], schema: null, types: [] },
    handler: takeClientEvents,
  }),
  defineRoute({
    method: 'GET',
    path: '/health/live',
    scope: 'open',
    summary: 'Whether the process runs',
    reply: { statuses: [200], schema: Liveness, types: [] },
    handler: live,
  }),
  defineRoute({
    method: 'GET',
    path: '/health/ready',
    scope: 'open',
    summary: 'Whether catalogue, queue and blobs answer',
    reply: { statuses: [200, 503], schema: Readiness, types: [] },
    handler: ready,
  }),
  defineRoute({
    method: 'GET',
    path: '/metrics',
    scope: 'open',
    summary: 'Prometheus metrics',
    reply: { statuses: [200], schema: null, types: ['text/plain'] },
    handler: showMetrics,
  }),
];
