import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pipeline } from 'node:stream/promises';
import { parseSha256 } from '../../src/domain/sha256.ts';
import { BlobMismatch, BlobTooLarge, type Blobs } from '../../src/farm/ports.ts';

export const blobServerToken = 'a-token-of-the-tests';

/** `/blobs/<sha256>` as a worker needs it, over other blobs. */
export async function openBlobServer(blobs: Blobs): Promise<{ readonly url: string } & AsyncDisposable> {
  const server = createServer((request, response) => {
    answer(blobs, request, response).catch((error: unknown) => {
      if (response.headersSent || request.destroyed) response.destroy();
      else response.writeHead(statusOf(error), { connection: 'close' }).end();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${portOf(server.address())}`,
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

async function answer(blobs: Blobs, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const sha256 = parseSha256(request.url?.replace('/blobs/', '') ?? '');
  if (request.headers.authorization !== `Bearer ${blobServerToken}`)
    return void response.writeHead(401).end();
  if (!sha256.ok) return void response.writeHead(400).end();
  if (request.method === 'PUT') {
    await blobs.put(request, { expect: sha256.value });
    return void response.writeHead(204).end();
  }
  const range = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '');
  const start = Number(range?.[1] ?? 0);
  const blob = await blobs.get(sha256.value, range ? { start, end: Number(range[2]) } : undefined);
  if (!blob) return void response.writeHead(404).end();
  const { sizeBytes, content } = blob;
  if (range && start >= sizeBytes) {
    content.destroy();
    return void response.writeHead(416, { 'content-range': `bytes */${sizeBytes}` }).end();
  }
  const end = Math.min(range ? Number(range[2]) : sizeBytes, sizeBytes - 1);
  response.writeHead(range ? 206 : 200, {
    'content-length': end - start + 1,
    ...(range && { 'content-range': `bytes ${start}-${end}/${sizeBytes}` }),
  });
  if (request.method === 'HEAD') {
    content.destroy();
    return void response.end();
  }
  await pipeline(content, response);
}

function statusOf(error: unknown): number {
  if (error instanceof BlobTooLarge) return 413;
  return error instanceof BlobMismatch ? 422 : 500;
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return address.port;
}
