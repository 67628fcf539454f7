import { pipeline } from 'node:stream';
import { createZstdDecompress } from 'node:zlib';
import type { FileIndex, IndexEntry } from '../domain/file-index.ts';
import { parseIndexEntry } from '../domain/index-entry.ts';
import { openLineSplitter } from '../domain/line-splitter.ts';
import type { Result } from '../domain/result.ts';
import type { Sha256 } from '../domain/sha256.ts';
import type { TargetName } from '../domain/target.ts';
import type { Catalogue } from './catalogue-port.ts';
import { Outage, type Blobs, type Clock } from './ports.ts';

export type FileIndexPorts = {
  readonly catalogue: Catalogue;
  readonly blobs: Blobs;
  readonly clock: Clock;
};

/** Debian 13, the largest seen: 500,000 entries in 75 MB, 160 bytes a line. */
const bounds = { entries: 3_000_000, bytes: 1024 ** 3, line: 256 * 1024 } as const;

/** What a worker gave is no index, or too large to be one. */
class BadFileIndex extends Error {
  override readonly name = 'BadFileIndex';
}

/**
 * Reads the index that a worker made into the catalogue, where it replaces the one that the target had. The problem, for
 * one that is not as it should be, is a sentence; the old one stays then. Some ten seconds, in which others get their turns.
 */
export async function keepIndex(
  farm: FileIndexPorts,
  made: { readonly target: TargetName; readonly image: Sha256; readonly blob: Sha256 },
): Promise<Result<FileIndex, string>> {
  const index = { target: made.target, image: made.image, madeAt: farm.clock() };
  try {
    await farm.catalogue.keepFileIndex(index, readEntries(farm.blobs, made.blob));
    return { ok: true, value: index };
  } catch (error) {
    if (error instanceof BadFileIndex) return { ok: false, problem: error.message };
    throw error;
  }
}

async function* readEntries(blobs: Blobs, sha256: Sha256): AsyncGenerator<IndexEntry> {
  const blob = await blobs.get(sha256);
  if (blob === null) throw new Outage(`the file index ${sha256} is not among the blobs`);
  const text = createZstdDecompress();
  // Its own error reaches the reader below, as the end of the text does.
  pipeline(blob.content, text, () => undefined);
  const splitter = openLineSplitter(bounds.line);
  const known = new Map<string, 'named' | 'described'>();
  let bytes = 0;
  let lines = 0;
  const pieces = text[Symbol.asyncIterator]();
  for (;;) {
    const { value: piece, done } = await pieces.next().catch((error: unknown) => {
      throw isDamage(error) ? new BadFileIndex('the file index is no zstd') : error;
    });
    if (done === true) break;
    bytes += piece.length;
    if (bytes > bounds.bytes) throw new BadFileIndex(`the file index has over ${bounds.bytes} bytes`);
    for (const line of splitter.push(piece)) {
      lines += 1;
      if (lines > bounds.entries) throw new BadFileIndex(`the file index has over ${bounds.entries} entries`);
      const text = line.cutBytes > 0 ? '' : Buffer.from(line.bytes).toString('utf8');
      const parsed = parseIndexEntry(text);
      if (!parsed.ok) throw new BadFileIndex(`line ${lines} of the file index ${parsed.problem}`);
      note(known, parsed.value);
      yield parsed.value;
    }
  }
  if (splitter.flush() !== null) throw new BadFileIndex('the file index ends in the middle of a line');
  const strange = [...known].find(([, what]) => what === 'named');
  if (strange) throw new BadFileIndex(`the file index names ${strange[0]} without saying what it is`);
  if (lines === 0) throw new BadFileIndex('the file index is empty');
}

function note(known: Map<string, 'named' | 'described'>, entry: IndexEntry): void {
  if (entry.entry === 'package') known.set(entry.package.name, 'described');
  if (entry.entry === 'file' && !known.has(entry.package)) known.set(entry.package, 'named');
}

const isDamage = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && String(error.code).startsWith('ZSTD_');
