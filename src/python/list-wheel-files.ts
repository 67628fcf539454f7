import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { fromRandomAccessReaderPromise, RandomAccessReader } from 'yauzl';
import type { Sha256 } from '../domain/sha256.ts';
import type { WheelFileList } from '../domain/wheel.ts';
import type { Blobs } from '../farm/ports.ts';
import { decodeEntryName } from './read-zip.ts';

/** The directory of a ZIP stands at its end: of a usual wheel all of it is within these bytes. */
const tailBytes = 2 * 1024 ** 2;
const mostFiles = 10_000;

/** What a kept wheel holds, as its directory says; only that is read. Null: the blob is not there, or no wheel. */
export async function listWheelFiles(blobs: Blobs, sha256: Sha256): Promise<WheelFileList | null> {
  const reader = await openBlobReader(blobs, sha256);
  if (reader === null) return null;
  try {
    const options = { autoClose: false, decodeStrings: false, lazyEntries: true } as const;
    const zip = await fromRandomAccessReaderPromise(reader, reader.sizeBytes, options);
    const files: { path: string; sizeBytes: number }[] = [];
    for await (const entry of zip.eachEntry()) {
      const path = decodeEntryName(entry);
      if (!path.endsWith('/')) files.push({ path, sizeBytes: entry.uncompressedSize });
      if (files.length === mostFiles) break;
    }
    return { fileCount: zip.entryCount, files };
  } catch (error) {
    // Faults of the host carry a system call; all else is the file's.
    if (error instanceof Error && 'syscall' in error) throw error;
    return null;
  }
}

async function openBlobReader(blobs: Blobs, sha256: Sha256): Promise<BlobReader | null> {
  const head = await blobs.get(sha256, { start: 0, end: 0 });
  if (head === null) return null;
  head.content.destroy();
  const start = Math.max(0, head.sizeBytes - tailBytes);
  const end = await readRange(blobs, sha256, { start, end: head.sizeBytes - 1 });
  return new BlobReader({ blobs, sha256, tail: { start, bytes: end } });
}

async function readRange(
  blobs: Blobs,
  sha256: Sha256,
  range: { readonly start: number; readonly end: number },
): Promise<Buffer> {
  const blob = await blobs.get(sha256, range);
  return blob === null ? Buffer.alloc(0) : buffer(blob.content);
}

/** yauzl takes ranges of a file by no other way than a subclass of its reader. */
class BlobReader extends RandomAccessReader {
  readonly #blobs: Blobs;
  readonly #sha256: Sha256;
  readonly #tail: { readonly start: number; readonly bytes: Buffer };
  readonly sizeBytes: number;

  constructor(of: {
    readonly blobs: Blobs;
    readonly sha256: Sha256;
    readonly tail: { readonly start: number; readonly bytes: Buffer };
  }) {
    super();
    this.#blobs = of.blobs;
    this.#sha256 = of.sha256;
    this.#tail = of.tail;
    this.sizeBytes = of.tail.start + of.tail.bytes.length;
  }

  /** `end` is exclusive. */
  override _readStreamForRange(start: number, end: number): Readable {
    return Readable.from(this.#read(start, end), { objectMode: false });
  }

  async *#read(start: number, end: number): AsyncGenerator<Buffer> {
    const { start: tailStart, bytes } = this.#tail;
    if (start >= tailStart) yield bytes.subarray(start - tailStart, end - tailStart);
    else yield await readRange(this.#blobs, this.#sha256, { start, end: end - 1 });
  }
}
