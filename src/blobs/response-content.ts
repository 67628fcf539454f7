import { Readable } from 'node:stream';
import type { Sha256 } from '../domain/sha256.ts';
import { Outage } from '../farm/ports.ts';
import { openMeter } from './meter.ts';

/** The body as it comes. It fails with an Outage when it breaks off, or is not what `expect` says. */
export function readBody(response: Response | null, expect: Sha256 | null): Readable {
  if (!response?.body) return Readable.from([]);
  const body = Readable.fromWeb(response.body);
  const content = Readable.from(named(expect === null ? body : openMeter({ expect }).pass(body)), {
    objectMode: false,
  });
  // One who stops reading, or never begins, gives the connection back.
  return content.once('close', () => body.destroy());
}

async function* named(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* chunks;
  } catch (cause) {
    throw new Outage('a blob broke off on its way from the farm', { cause });
  }
}

/** Size of the whole blob, of which the body may be a part (RFC 9110, 14.4). */
export function sizeBehind(response: Response): number {
  const headers = response.headers;
  const text =
    headers.get('content-range')?.match(/^bytes (?:\d+-\d+|\*)\/(\d+)$/)?.[1] ??
    headers.get('content-length');
  if (text === null || !/^\d{1,15}$/.test(text))
    throw new Outage('the farm does not say how large a blob is');
  return Number(text);
}
