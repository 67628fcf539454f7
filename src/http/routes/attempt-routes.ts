import * as z from 'zod';
import { WheelFiles } from '../contract/attempt.ts';
import { ReproductionView } from '../contract/reproduction.ts';
import { getInput, showReproduction } from '../handlers/reproductions.ts';
import { showWheelFiles } from '../handlers/wheel-files.ts';
import { attemptId } from '../parameters.ts';
import { defineRoute } from '../route.ts';

export const attemptRoutes = [
  defineRoute({
    method: 'GET',
    path: '/api/attempts/:id/reproduction',
    scope: 'open',
    summary: 'What it takes to repeat a build attempt by hand',
    params: z.object({ id: attemptId }),
    reply: { statuses: [200], schema: ReproductionView, types: [] },
    handler: showReproduction,
  }),
  defineRoute({
    method: 'GET',
    path: '/api/attempts/:id/wheel/files',
    scope: 'open',
    summary: 'What the wheel that an attempt built holds',
    params: z.object({ id: attemptId }),
    reply: { statuses: [200], schema: WheelFiles, types: [] },
    handler: showWheelFiles,
  }),
  defineRoute({
    method: 'GET',
    path: '/api/attempts/:id/inputs/:name',
    // Unlike what was published, an sdist may be for few eyes.
    scope: 'build',
    summary: 'An sdist or a laid-in wheel of a build attempt, by its name',
    params: z.object({ id: attemptId, name: z.string().min(1).max(255) }),
    reply: { statuses: [200, 206], schema: null, types: ['application/octet-stream'] },
    handler: getInput,
  }),
];
