import { createReadStream } from 'node:fs';
import { Duplex } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { extract, type ExtractEvents } from 'tar-stream';
import type { ArchiveEntry } from './archive-entry.ts';
import { ArchiveRefused, blameArchive } from './archive-refused.ts';
import { openDecompressor } from './decompress.ts';
import type { Compression } from './sniff-archive.ts';

type Member = ExtractEvents['entry'][1];

/** The headers of tar files older than POSIX bear no mark; their checksum is checked all the same. */
const extractOptions = { highWaterMark: 256 * 1024, allowUnknownFormat: true };

/** The members of a compressed tar in its order, in bounded memory. Throws ArchiveRefused. */
export async function* readTar(
  file: string,
  options: { readonly compression: Compression; readonly unpackedBytes: number },
): AsyncGenerator<ArchiveEntry> {
  const members = extract(extractOptions);
  const pumping = pipeline(
    createReadStream(file),
    openDecompressor(options.compression),
    Duplex.from((source: AsyncIterable<Uint8Array>) => stopAfter(source, options.unpackedBytes)),
    members,
  );
  // The loop below meets the same error; this keeps the promise from being called unhandled meanwhile.
  pumping.catch(() => undefined);
  try {
    for await (const member of members) {
      yield describe(member);
      member.resume();
    }
    await pumping;
  } catch (error) {
    throw blameArchive(error);
  } finally {
    members.destroy();
    await pumping.catch(() => undefined);
  }
}

function describe(member: Member): ArchiveEntry {
  const { name, type, size, mode, linkname } = member.header;
  switch (type) {
    case 'file':
    case 'contiguous-file':
      return {
        kind: 'file',
        name,
        sizeBytes: size ?? 0,
        isExecutable: ((mode ?? 0) & 0o111) !== 0,
        content: () => readMember(member),
      };
    case 'directory':
      return { kind: 'folder', name };
    case 'symlink':
      return { kind: 'symlink', name, target: linkname ?? '' };
    case 'link':
      return { kind: 'hardlink', name, target: linkname ?? '' };
    case 'character-device':
    case 'block-device':
    case 'fifo':
      return { kind: 'special', name, type };
    default:
      // What tar-stream does not know (sparse files, volume labels) it calls null, whatever its types say.
      return { kind: 'special', name, type: 'member of an unknown type' };
  }
}

async function* readMember(member: Member): AsyncGenerator<Uint8Array> {
  try {
    // Always bytes; tar-stream's types say unknown.
    for await (const chunk of member) if (chunk instanceof Uint8Array) yield chunk;
  } catch (error) {
    throw blameArchive(error);
  }
}

async function* stopAfter(source: AsyncIterable<Uint8Array>, limitBytes: number): AsyncGenerator<Uint8Array> {
  let total = 0;
  for await (const chunk of source) {
    total += chunk.byteLength;
    if (total > limitBytes) throw new ArchiveRefused({ kind: 'unpacks-too-large', limitBytes });
    yield chunk;
  }
}
