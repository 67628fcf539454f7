import type { Sha256 } from '../domain/sha256.ts';
import { Outage } from '../farm/ports.ts';

export type BlobRequests = (
  method: 'GET' | 'HEAD' | 'PUT',
  sha256: Sha256,
  init?: { readonly headers?: Readonly<Record<string, string>>; readonly body?: AsyncIterable<Uint8Array> },
) => Promise<Response>;

/** Deadlines are those of Node's fetch: 10 s to connect, 300 s without a byte from the other side. */
export function openBlobRequests(options: {
  readonly url: string;
  readonly token: string;
  readonly fetch?: typeof globalThis.fetch;
}): BlobRequests {
  const { token, fetch = globalThis.fetch } = options;
  const base = options.url.endsWith('/') ? options.url : `${options.url}/`;
  return async (method, sha256, init = {}) => {
    try {
      return await fetch(new URL(`blobs/${sha256}`, base), {
        method,
        ...(init.body && { body: init.body, duplex: 'half' as const }),
        // Another host must not get the token.
        redirect: 'error',
        headers: { ...init.headers, authorization: `Bearer ${token}`, 'accept-encoding': 'identity' },
      });
    } catch (cause) {
      throw new Outage(`the farm at ${base} does not answer`, { cause });
    }
  };
}

export const unexpected = (response: Response): Outage =>
  new Outage(`the farm answered ${response.status} for ${new URL(response.url).pathname}`);
