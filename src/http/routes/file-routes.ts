import * as z from 'zod';
import { LegacyUpload, StoredBlob } from '../contract/farm.ts';
import { SdistView, UploadQuery } from '../contract/sdist.ts';
import { getBlob, putBlob } from '../handlers/blobs.ts';
import { uploadLegacy } from '../handlers/legacy-uploads.ts';
import { uploadSdist } from '../handlers/uploads.ts';
import { nodeName, sha256 } from '../parameters.ts';
import { defineRoute } from '../route.ts';

const oneBlob = z.object({ sha256 });
const octets = 'application/octet-stream';

export const fileRoutes = [
  defineRoute({
    method: 'POST',
    path: '/api/sdists',
    scope: 'upload',
    summary: 'Upload an sdist; it is inspected without running any of it',
    query: UploadQuery,
    body: { kind: 'stream', types: [octets, 'multipart/form-data'] },
    reply: { statuses: [201], schema: SdistView, types: [] },
    handler: uploadSdist,
  }),
  defineRoute({
    method: 'POST',
    path: '/legacy/',
    scope: 'upload',
    summary: 'The upload API that twine speaks; builds for every target are asked for at once',
    body: { kind: 'stream', types: ['multipart/form-data'] },
    reply: { statuses: [200], schema: LegacyUpload, types: [] },
    handler: (farm, { asked }) => uploadLegacy(farm, { asked }),
  }),
  defineRoute({
    method: 'POST',
    path: '/legacy/:node/',
    scope: 'upload-to-node',
    summary: 'The same for one index: ready-made wheels go into it, sdists are built for its targets',
    params: z.object({ node: nodeName }),
    body: { kind: 'stream', types: ['multipart/form-data'] },
    reply: { statuses: [200], schema: LegacyUpload, types: [] },
    handler: uploadLegacy,
  }),
  defineRoute({
    method: 'GET',
    path: '/blobs/:sha256',
    scope: 'worker',
    summary: 'A file by its hash, for workers',
    params: oneBlob,
    reply: { statuses: [200, 206], schema: null, types: [octets] },
    handler: getBlob,
  }),
  defineRoute({
    method: 'PUT',
    path: '/blobs/:sha256',
    scope: 'worker',
    summary: 'Keep a file under its hash, which is checked',
    params: oneBlob,
    body: { kind: 'stream', types: [octets] },
    reply: { statuses: [201], schema: StoredBlob, types: [] },
    handler: putBlob,
  }),
];
