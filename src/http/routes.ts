import { renderOpenApi } from './openapi.ts';
import { json } from './reply.ts';
import { defineRoute, type Route } from './route.ts';
import { attemptRoutes } from './routes/attempt-routes.ts';
import { buildRoutes } from './routes/build-routes.ts';
import { campaignRoutes } from './routes/campaign-routes.ts';
import { failureRoutes } from './routes/failure-routes.ts';
import { farmRoutes } from './routes/farm-routes.ts';
import { fileRoutes } from './routes/file-routes.ts';
import { indexRoutes } from './routes/index-routes.ts';
import { nodeRoutes } from './routes/node-routes.ts';
import { projectRoutes } from './routes/project-routes.ts';
import { overviewRoutes } from './routes/overview-routes.ts';
import { pruneRoutes } from './routes/prune-routes.ts';
import { publisherRoutes } from './routes/publisher-routes.ts';
import { recipeRoutes } from './routes/recipe-routes.ts';
import { refreshRoutes } from './routes/refresh-routes.ts';
import { searchRoutes } from './routes/search-routes.ts';
import { upstreamRoutes } from './routes/upstream-routes.ts';
import { tokenRoutes } from './routes/token-routes.ts';
import * as z from 'zod';

/** The map of the API. */
export const routes: readonly Route[] = [
  ...fileRoutes,
  ...buildRoutes,
  ...attemptRoutes,
  ...failureRoutes,
  ...searchRoutes,
  ...projectRoutes,
  ...farmRoutes,
  ...overviewRoutes,
  ...refreshRoutes,
  ...campaignRoutes,
  ...publisherRoutes,
  ...recipeRoutes,
  ...upstreamRoutes,
  ...tokenRoutes,
  ...indexRoutes,
  ...nodeRoutes,
  ...pruneRoutes,
  defineRoute({
    method: 'GET',
    path: '/openapi.json',
    scope: 'open',
    summary: 'This description',
    reply: { statuses: [200], schema: z.looseObject({ openapi: z.string() }), types: [] },
    handler: async () => json(200, { ...renderOpenApi(routes) }),
  }),
];
