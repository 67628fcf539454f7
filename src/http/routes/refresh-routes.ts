import * as z from 'zod';
import { RefreshDetail, RefreshList, RefreshView } from '../contract/refresh.ts';
import { eventStreamMediaType } from '../contract/log.ts';
import { showRefreshLog } from '../handlers/refresh-log.ts';
import { listRefreshes, refreshTarget, showRefresh } from '../handlers/refreshes.ts';
import { refreshLogQuery } from '../log-parameters.ts';
import { refreshId, targetName } from '../parameters.ts';
import { defineRoute } from '../route.ts';

export const refreshRoutes = [
  defineRoute({
    method: 'POST',
    path: '/api/targets/:name/refresh',
    scope: 'admin',
    summary: "Make a target's images anew from the newest packages; one at a time",
    params: z.object({ name: targetName }),
    reply: { statuses: [201, 200], schema: RefreshView, types: [] },
    handler: refreshTarget,
  }),
  defineRoute({
    method: 'GET',
    path: '/api/targets/:name/refreshes',
    scope: 'open',
    summary: 'Refreshes of a target, the newest 50, newest first',
    params: z.object({ name: targetName }),
    reply: { statuses: [200], schema: RefreshList, types: [] },
    handler: listRefreshes,
  }),
  defineRoute({
    method: 'GET',
    path: '/api/refreshes/:id',
    scope: 'open',
    summary: 'One refresh, with the difference in OS packages that it made',
    params: z.object({ id: refreshId }),
    reply: { statuses: [200], schema: RefreshDetail, types: [] },
    handler: showRefresh,
  }),
  defineRoute({
    method: 'GET',
    path: '/api/refreshes/:id/log',
    scope: 'open',
    summary: 'How its images were made: as text, or as events (line, end) while they are; resumable',
    params: z.object({ id: refreshId }),
    query: refreshLogQuery,
    reply: { statuses: [200], schema: null, types: ['text/plain', eventStreamMediaType] },
    handler: showRefreshLog,
  }),
];
