import * as z from 'zod';
import { IndexNodeList, StatusRequest, YankedFile, YankRequest } from '../contract/index-node.ts';
import { ProjectStatusView } from '../contract/simple-index.ts';
import { listIndexes, setStatus, unyank, yank } from '../handlers/index-nodes.ts';
import { nodeName, projectName } from '../parameters.ts';
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
];
