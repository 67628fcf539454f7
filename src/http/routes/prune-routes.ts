import { PrunedFiles, PruneRequest, SweepState } from '../contract/prune.ts';
import { prune, showSweep } from '../handlers/prune.ts';
import { defineRoute } from '../route.ts';

export const pruneRoutes = [
  defineRoute({
    method: 'POST',
    path: '/api/prune',
    scope: 'admin',
    summary:
      'Take old builds of wheels out of the indexes and remove what nothing names; dry unless told otherwise',
    body: { kind: 'json', schema: PruneRequest },
    reply: { statuses: [200], schema: PrunedFiles, types: [] },
    handler: prune,
  }),
  defineRoute({
    method: 'GET',
    path: '/api/prune',
    scope: 'admin',
    summary: 'How far the sweep over the blobs is, or what the last one came to',
    reply: { statuses: [200], schema: SweepState, types: [] },
    handler: showSweep,
  }),
];
