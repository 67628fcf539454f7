import * as z from 'zod';
import {
  IndexNodeList,
  IndexProjects,
  StatusRequest,
  YankedFile,
  YankRequest,
} from '../contract/index-node.ts';
import { ImageSnippet, SnippetRequest } from '../contract/image-snippet.ts';
import { ProjectStatusView } from '../contract/simple-index.ts';
import { getPipConf, getUvToml, makeImageSnippet } from '../handlers/client-files.ts';
import { listIndexProjects } from '../handlers/index-projects.ts';
import { listIndexes, setStatus, unyank, yank } from '../handlers/index-nodes.ts';
import { indexProjectsQuery, nodeName, projectName } from '../parameters.ts';
import { defineRoute } from '../route.ts';

const oneFile = z.object({ node: nodeName, filename: z.string().max(255) });

export const nodeRoutes = [
  defineRoute({
    method: 'GET',
    path: '/api/indexes',
    scope: 'open',
    summary: 'The index tree',
    reply: { statuses: [200], schema: IndexNodeList, types: [] },
    handler: listIndexes,
  }),
  defineRoute({
    method: 'GET',
    path: '/api/index/:node/projects',
    scope: 'open',
    summary: 'Projects that an index shows, with how many files',
    params: z.object({ node: nodeName }),
    query: indexProjectsQuery,
    reply: { statuses: [200], schema: IndexProjects, types: [] },
    handler: listIndexProjects,
  }),
  defineRoute({
    method: 'PUT',
    path: '/api/index/:node/files/:filename/yank',
    scope: 'upload-to-node',
    summary: 'Take a file back (PEP 592), for a reason',
    params: oneFile,
    body: { kind: 'json', schema: YankRequest },
    reply: { statuses: [200], schema: YankedFile, types: [] },
    handler: yank,
  }),
  defineRoute({
    method: 'DELETE',
    path: '/api/index/:node/files/:filename/yank',
    scope: 'upload-to-node',
    summary: 'Give a file again that was taken back',
    params: oneFile,
    reply: { statuses: [200], schema: YankedFile, types: [] },
    handler: unyank,
  }),
  defineRoute({
    method: 'PUT',
    path: '/api/index/:node/projects/:project/status',
    scope: 'upload-to-node',
    summary: 'Say that a project is archived, deprecated, quarantined or active (PEP 792)',
    params: z.object({ node: nodeName, project: projectName }),
    body: { kind: 'json', schema: StatusRequest },
    reply: { statuses: [200], schema: ProjectStatusView, types: [] },
    handler: setStatus,
  }),
  defineRoute({
    method: 'GET',
    path: '/index/:node/pip.conf',
    scope: 'open',
    summary: 'The configuration of a pip that installs from this index',
    params: z.object({ node: nodeName }),
    reply: { statuses: [200], schema: null, types: ['text/plain'] },
    handler: getPipConf,
  }),
  defineRoute({
    method: 'GET',
    path: '/index/:node/uv.toml',
    scope: 'open',
    summary: 'The configuration of a uv that installs from this index',
    params: z.object({ node: nodeName }),
    reply: { statuses: [200], schema: null, types: ['text/plain'] },
    handler: getUvToml,
  }),
  defineRoute({
    method: 'POST',
    path: '/api/image-snippet',
    scope: 'build',
    summary: 'The part of a Dockerfile with the OS packages that a set of requirements needs to run',
    body: { kind: 'json', schema: SnippetRequest },
    reply: { statuses: [200], schema: ImageSnippet, types: [] },
    handler: makeImageSnippet,
  }),
];
