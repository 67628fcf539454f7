import { Duplex } from 'node:stream';
import { ReadableStream } from 'node:stream/web';
import { createGunzip } from 'node:zlib';
import xz from 'xz-decompress';
import { decodeBzip2 } from './bzip2.ts';
import type { Compression } from './sniff-archive.ts';

/** A stream that unpacks in steps of a few hundred KiB, whatever the archive holds. */
export function openDecompressor(compression: Compression): Duplex {
  switch (compression) {
    case 'gzip':
      return createGunzip();
    case 'xz':
      return Duplex.from(decodeXz);
    case 'bzip2':
      return Duplex.from(decodeBzip2);
  }
}

/** xz-decompress refuses dictionaries over 64 MiB, hence needs no bound of ours. */
async function* decodeXz(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield* new xz.XzReadableStream(ReadableStream.from(source));
}
