import * as z from 'zod';
import { PlanView } from '../contract/attempt.ts';
import { BuildDetail, BuildList, BuildRequest, BuildView, RequestedBuilds } from '../contract/build.ts';
import { eventStreamMediaType, LogLines, LogMatches, LogOutline } from '../contract/log.ts';
import { cancel, listBuilds, rebuild, retry, showBuild, showPlan } from '../handlers/builds.ts';
import { MatrixView } from '../contract/matrix.ts';
import { showLog } from '../handlers/build-log.ts';
import { searchLog, showLines, showOutline } from '../handlers/log-parts.ts';
import { showMatrix } from '../handlers/matrix.ts';
import { createBuilds } from '../handlers/request-builds.ts';
import { logLinesQuery, logQuery, logSearchQuery } from '../log-parameters.ts';
import { attemptId, buildId, buildListQuery, matrixQuery } from '../parameters.ts';
import { defineRoute } from '../route.ts';

const oneBuild = z.object({ id: buildId });

export const buildRoutes = [
  defineRoute({
    method: 'POST',
    path: '/api/builds',
    scope: 'build',
    summary: 'Ask for builds of an sdist; builds that there are already are answered, not made again',
    body: { kind: 'json', schema: BuildRequest },
    reply: { statuses: [201, 200], schema: RequestedBuilds, types: [] },
    handler: createBuilds,
  }),
  defineRoute({
    method: 'GET',
    path: '/api/builds',
    scope: 'open',
    summary: 'Builds, newest first',
    query: buildListQuery,
    reply: { statuses: [200], schema: BuildList, types: [] },
    handler: listBuilds,
  }),
  defineRoute({
    method: 'GET',
    path: '/api/matrix',
    scope: 'open',
    summary: 'The newest build of each project on each target, by project',
    query: matrixQuery,
    reply: { statuses: [200], schema: MatrixView, types: [] },
    handler: showMatrix,
  }),
  defineRoute({
    method: 'GET',
    path: '/api/builds/:id',
    scope: 'open',
    summary: 'One build with its attempts and their evidence',
    params: oneBuild,
    reply: { statuses: [200], schema: BuildDetail, types: [] },
    handler: showBuild,
  }),
  defineRoute({
    method: 'GET',
    path: '/api/builds/:id/plan',
    scope: 'open',
    summary: 'The plan of an attempt, of the latest where none is named',
    params: oneBuild,
    query: z.strictObject({ attempt: attemptId.optional() }),
    reply: { statuses: [200], schema: PlanView, types: [] },
    handler: showPlan,
  }),
  defineRoute({
    method: 'POST',
    path: '/api/builds/:id/retry',
    scope: 'build',
    summary: 'Build again what failed, is blocked or was cancelled',
    params: oneBuild,
    reply: { statuses: [200], schema: BuildView, types: [] },
    handler: retry,
  }),
  defineRoute({
    method: 'POST',
    path: '/api/builds/:id/rebuild',
    scope: 'build',
    summary:
      'Build once more what succeeded; only a wheel that differs is published, under the next build tag',
    params: oneBuild,
    reply: { statuses: [200], schema: BuildView, types: [] },
    handler: rebuild,
  }),
  defineRoute({
    method: 'POST',
    path: '/api/builds/:id/cancel',
    scope: 'build',
    summary: 'Stop a build wherever it is',
    params: oneBuild,
    reply: { statuses: [200], schema: BuildView, types: [] },
    handler: cancel,
  }),
  defineRoute({
    method: 'GET',
    path: '/api/builds/:id/log',
    scope: 'open',
    summary:
      'The log as text, or as events (attempt, line, end) while it comes; resumable with Last-Event-ID',
    params: oneBuild,
    query: logQuery,
    reply: { statuses: [200], schema: null, types: ['text/plain', eventStreamMediaType] },
    handler: showLog,
  }),
  defineRoute({
    method: 'GET',
    path: '/api/builds/:id/log/outline',
    scope: 'open',
    summary: 'What the log has: its attempts, and how many lines of each phase',
    params: oneBuild,
    reply: { statuses: [200], schema: LogOutline, types: [] },
    handler: showOutline,
  }),
  defineRoute({
    method: 'GET',
    path: '/api/builds/:id/log/lines',
    scope: 'open',
    summary: 'Some lines of the log of one attempt',
    params: oneBuild,
    query: logLinesQuery,
    reply: { statuses: [200], schema: LogLines, types: [] },
    handler: showLines,
  }),
  defineRoute({
    method: 'GET',
    path: '/api/builds/:id/log/search',
    scope: 'open',
    summary: 'The numbers of the lines in which a text stands',
    params: oneBuild,
    query: logSearchQuery,
    reply: { statuses: [200], schema: LogMatches, types: [] },
    handler: searchLog,
  }),
];
