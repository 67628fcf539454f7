import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import type { Sha256 } from '../domain/sha256.ts';
import { BlobTooLarge, type Blobs } from '../farm/ports.ts';
import { openBlobRequests, unexpected, type BlobRequests } from './blob-requests.ts';
import { receiveFile } from './incoming-file.ts';
import { openMeter } from './meter.ts';
import { readBody, sizeBehind } from './response-content.ts';

export type HttpBlobsOptions = {
  /** The farm's own address; blobs are at `<url>/blobs/<sha256>`. */
  readonly url: string;
  readonly token: string;
  /** An existing folder for content whose hash is not known before all of it was read. */
  readonly scratchFolder: string;
  readonly fetch?: typeof globalThis.fetch;
};

/** The blobs of `serve`, for a worker. Whatever is wrong with the network, the server or the token is an Outage. */
export function openHttpBlobs(options: HttpBlobsOptions): Blobs {
  const requests = openBlobRequests(options);
  return {
    put: async (content, promised = {}) => {
      if (promised.expect !== undefined) {
        const meter = openMeter(promised);
        await send(requests, { sha256: promised.expect, chunks: meter.pass(content), content });
        return meter.measured();
      }
      await using file = await receiveFile(options.scratchFolder, { content, ...promised });
      const { sha256, sizeBytes } = file;
      const spooled = createReadStream(file.path);
      await send(requests, { sha256, chunks: spooled, content: spooled });
      return { sha256, sizeBytes };
    },

    get: async (sha256, range) => {
      const headers = range === undefined ? {} : { range: `bytes=${range.start}-${range.end}` };
      const response = await requests('GET', sha256, { headers });
      if (response.status === (range === undefined ? 200 : 206)) {
        return { sizeBytes: sizeBehind(response), content: readBody(response, range ? null : sha256) };
      }
      await response.body?.cancel();
      if (response.status === 404) return null;
      // The range starts behind the blob's end.
      if (response.status === 416) return { sizeBytes: sizeBehind(response), content: readBody(null, null) };
      throw unexpected(response);
    },

    has: async (sha256) => {
      const response = await requests('HEAD', sha256);
      if (response.status !== 200 && response.status !== 404) throw unexpected(response);
      return response.status === 200;
    },
  };
}

/**
 * A promise that is not kept fails `chunks` before their end, so the server never sees a whole request and keeps
 * nothing; that failure, or the content's own, goes to the caller as it is, and not as trouble with the network.
 */
async function send(
  requests: BlobRequests,
  blob: { readonly sha256: Sha256; readonly chunks: AsyncIterable<Uint8Array>; readonly content: Readable },
): Promise<void> {
  const failures: unknown[] = [];
  async function* body(): AsyncGenerator<Uint8Array> {
    try {
      yield* blob.chunks;
    } catch (error) {
      failures.push(error);
      throw error;
    }
  }
  try {
    const response = await requests('PUT', blob.sha256, { body: body() });
    await response.body?.cancel();
    if (response.status === 413) throw new BlobTooLarge('larger than the farm takes');
    if (!response.ok) throw unexpected(response);
  } catch (error) {
    throw failures[0] ?? error;
  } finally {
    blob.content.destroy();
  }
}
