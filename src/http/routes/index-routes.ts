import * as z from 'zod';
import { getFile } from '../handlers/index-files.ts';
import { listNodes, listProjects, showProject } from '../handlers/index-pages.ts';
import { nodeName, sha256 } from '../parameters.ts';
import { defineRoute } from '../route.ts';
import { simpleMediaTypes } from '../simple-index/media-types.ts';

export const indexRoutes = [
  defineRoute({
    method: 'GET',
    path: '/index/',
    scope: 'open',
    summary: 'Every index',
    reply: { statuses: [200], schema: null, types: ['text/html'] },
    handler: listNodes,
  }),
  defineRoute({
    method: 'GET',
    path: '/index/:node/simple/',
    scope: 'open',
    summary: 'Projects of an index (PEP 503, PEP 691)',
    params: z.object({ node: nodeName }),
    reply: { statuses: [200], schema: null, types: simpleMediaTypes },
    handler: listProjects,
  }),
  defineRoute({
    method: 'GET',
    path: '/index/:node/simple/:project/',
    scope: 'open',
    summary: 'Files of a project (PEP 503, PEP 691), or why there are none',
    params: z.object({ node: nodeName, project: z.string().max(256) }),
    reply: { statuses: [200], schema: null, types: simpleMediaTypes },
    handler: showProject,
  }),
  defineRoute({
    method: 'GET',
    path: '/files/:sha256/:filename',
    scope: 'open',
    summary: 'A published file, or its metadata (PEP 658)',
    params: z.object({ sha256, filename: z.string().max(512) }),
    reply: { statuses: [200, 206], schema: null, types: ['application/octet-stream'] },
    handler: getFile,
  }),
];
