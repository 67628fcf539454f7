import express, { type Express, type NextFunction, type Request, type Response } from 'express';
import helmet from 'helmet';
import { answerRoute, answerWith, type AnswerOptions } from './answer-request.ts';
import { dashboardPages } from './dashboard-pages.ts';
import { explainError } from './explain-error.ts';
import { notFound, problem, type ProblemReply } from './reply.ts';
import type { Method, Route } from './route.ts';

const registrars = { GET: 'get', POST: 'post', PUT: 'put', DELETE: 'delete' } as const satisfies Record<
  Method,
  string
>;

/** The route table and the dashboard as an express application. */
export function openExpressApp(
  routes: readonly Route[],
  options: AnswerOptions & { readonly dashboardFolder: string },
): Express {
  const app = express();
  app.disable('x-powered-by').disable('etag').set('query parser', 'simple');
  app.use(securityHeaders());
  for (const route of routes) {
    app[registrars[route.method]](route.path, (request: Request, response: Response) => {
      const makeReply = (signal: AbortSignal) =>
        answerRoute({ request, response }, { farm: options.farm, route, signal });
      return answerWith({ request, response }, { ...options, route: route.path, makeReply });
    });
  }
  for (const page of dashboardPages) {
    app.get(page.path, (request: Request, response: Response) => {
      const makeReply = () => page.answer(options.dashboardFolder, request.params);
      return answerWith({ request, response }, { ...options, route: page.path, makeReply });
    });
  }
  const rows = [...routes, ...dashboardPages.map(({ path }) => ({ path, method: 'GET' as const }))];
  for (const path of new Set(rows.map((row) => row.path))) {
    const refusal = wrongMethod(rows.filter((row) => row.path === path));
    app.all(path, (request: Request, response: Response) =>
      answerWith({ request, response }, { ...options, route: path, makeReply: async () => refusal }),
    );
  }
  const nothing = notFound('there is nothing at this address');
  app.use((request: Request, response: Response) =>
    answerWith({ request, response }, { ...options, route: 'unknown', makeReply: async () => nothing }),
  );
  // Express knows an error handler by its four arguments. What comes here failed before its route was found.
  app.use((error: unknown, request: Request, response: Response, _next: NextFunction) =>
    answerWith(
      { request, response },
      { ...options, route: 'unknown', makeReply: async () => explainError(error) },
    ),
  );
  return app;
}

/** Of what helmet adds, that which matters to a page of links. */
export const pageSecurityHeaders = {
  'Content-Security-Policy': "default-src 'none';frame-ancestors 'none'",
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
} as const;

const securityHeaders = () =>
  helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
    },
    // Whether the farm stands behind TLS is for the proxy before it to say.
    strictTransportSecurity: false,
  });

function wrongMethod(rows: readonly Pick<Route, 'method'>[]): ProblemReply {
  const allowed = rows.flatMap(({ method }) => (method === 'GET' ? ['GET', 'HEAD'] : [method])).join(', ');
  return problem(405, {
    kind: 'wrong-method',
    detail: `this address takes ${allowed}`,
    headers: { Allow: allowed },
  });
}
