import * as z from 'zod';
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiPathsObject } from 'zod-openapi';
import { Problem, problemMediaType } from './contract/problem.ts';
import type { Route } from './route.ts';

/** The OpenAPI document of the route table: made of the same schemas that read the requests. */
export function renderOpenApi(routes: readonly Route[]): ReturnType<typeof createDocument> {
  const paths: ZodOpenApiPathsObject = {};
  for (const route of routes) {
    const path = openApiPath(route.path);
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: describeOperation(route) };
  }
  return createDocument({
    openapi: '3.1.0',
    info: {
      title: 'Wheelyard',
      version: '1',
      description:
        'A source-build farm for Python. Reading is open; writing needs a token with the scope of the route.',
    },
    paths,
    components: {
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer' },
        basic: { type: 'http', scheme: 'basic', description: 'User name __token__, the token as password' },
      },
    },
  });
}

/** `/api/builds/:id` as `/api/builds/{id}`. */
export const openApiPath = (path: string): string => path.replaceAll(/:(\w+)/g, '{$1}');

function describeOperation(route: Route): ZodOpenApiOperationObject {
  const scope = route.scope === 'upload-to-node' ? 'upload:<node>' : route.scope;
  return {
    summary: route.summary,
    description: describeScope(scope),
    security: describeSecurity(scope),
    ...describeParameters(route),
    ...describeBody(route),
    responses: {
      ...Object.fromEntries(
        route.reply.statuses.map((status) => [`${status}`, describeSuccess(route, status)]),
      ),
      default: { description: 'Why it was not done', content: { [problemMediaType]: { schema: Problem } } },
    },
  };
}

function describeSecurity(scope: string): NonNullable<ZodOpenApiOperationObject['security']> {
  if (scope === 'open' || scope === 'own-page') return [];
  return scope === 'upstream-secret' ? [{ bearer: [] }] : [{ bearer: [scope] }, { basic: [scope] }];
}

function describeScope(scope: string): string {
  if (scope === 'open') return 'Needs no token.';
  if (scope === 'own-page') return 'For pages of the farm itself.';
  if (scope === 'upstream-secret') return 'Needs the secret of the upstream as Bearer.';
  return `Needs a token with the scope ${scope}.`;
}

function describeParameters({ params, query }: Route): Pick<ZodOpenApiOperationObject, 'requestParams'> {
  return {
    requestParams: {
      ...(params instanceof z.ZodObject && { path: params }),
      ...(query instanceof z.ZodObject && { query }),
    },
  };
}

function describeBody({ body }: Route): Pick<ZodOpenApiOperationObject, 'requestBody'> {
  switch (body.kind) {
    case 'none':
      return {};
    case 'json':
      return { requestBody: { required: true, content: { 'application/json': { schema: body.schema } } } };
    case 'stream': {
      const bytes = { schema: { type: 'string', format: 'binary' } } as const;
      return {
        requestBody: { required: true, content: Object.fromEntries(body.types.map((type) => [type, bytes])) },
      };
    }
  }
}

function describeSuccess({ reply, summary }: Route, status: number) {
  if (status === 204) return { description: summary };
  const text = { schema: { type: 'string' } } as const;
  return {
    description: summary,
    content: {
      ...(reply.schema && { 'application/json': { schema: reply.schema } }),
      ...Object.fromEntries(reply.types.map((type) => [type, text])),
    },
  };
}
