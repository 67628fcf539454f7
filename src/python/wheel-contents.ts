import { bad, ok, type Result } from '../domain/result.ts';
import type { ExtensionFacts } from '../domain/wheel.ts';
import type { ArchiveEntry } from './archive-entry.ts';
import { allowedUnpackedBytes, type ArchiveLimits } from './archive-limits.ts';
import { ArchiveTree } from './archive-tree.ts';
import { isElf, readElf, type ReadRange } from './elf.ts';
import { hashContent, type HashedContent } from './hash-content.ts';
import { readZip } from './read-zip.ts';
import type { HashedFile } from './record.ts';

/** What one pass over a wheel gives. */
export type WheelContents = {
  /** Name of the only `.dist-info` folder. */
  readonly distInfo: string;
  /** Content of the files WHEEL, METADATA and RECORD in it. */
  readonly metadata: ReadonlyMap<string, Buffer>;
  readonly files: ReadonlyMap<string, HashedFile>;
  readonly extensions: readonly ExtensionFacts[];
};

/** Enough for every usual extension module; a range beyond it is read by unpacking the file again. */
const keepBytes = 8 * 1024 ** 2;

/** Throws ArchiveRefused for what is wrong with the ZIP itself. */
export async function readWheelContents(
  file: string,
  given: { readonly archiveBytes: number; readonly limits: ArchiveLimits },
): Promise<Result<WheelContents, string>> {
  const { limits } = given;
  const tree = new ArchiveTree(limits);
  const metadata = new Map<string, Buffer>();
  const files = new Map<string, HashedFile>();
  const extensions: ExtensionFacts[] = [];
  let distInfo: string | null = null;
  const unpackedBytes = allowedUnpackedBytes(given.archiveBytes, limits);
  for await (const entry of readZip(file, { limits, unpackedBytes })) {
    const [top = '', ...inside] = tree.add(entry);
    const name = JSON.stringify(entry.name);
    if (top.endsWith('.dist-info')) {
      if (distInfo !== null && distInfo !== top) return bad('it has more than one .dist-info folder');
      distInfo = top;
    }
    if (entry.kind === 'folder') continue;
    if (entry.kind !== 'file') return bad(`${name} is a link`);
    if ([top, ...inside].join('/') !== entry.name) return bad(`${name} is an unusual way to write a path`);

    const isRecord = top === distInfo && inside.join('/') === 'RECORD';
    const content = await hashContent(entry.content(), isRecord ? limits.recordBytes : keepBytes);
    files.set(entry.name, { sha256: content.digest.toString('base64url'), sizeBytes: content.sizeBytes });
    if (top === distInfo && ['WHEEL', 'METADATA', 'RECORD'].includes(inside.join('/'))) {
      const limitBytes = isRecord ? limits.recordBytes : limits.metadataBytes;
      if (content.sizeBytes > limitBytes) return bad(`${name} is larger than ${limitBytes} bytes`);
      metadata.set(inside.join('/'), content.start);
    }
    if (isElf(content.start)) {
      const elf = await readElf(openRanges(entry, content));
      if (!elf.ok) return bad(`${name} is no readable ELF file: ${elf.problem}`);
      extensions.push({ path: entry.name, needed: elf.value.needed });
    }
  }
  return distInfo === null
    ? bad('it has no .dist-info folder')
    : ok({ distInfo, metadata, files, extensions });
}

function openRanges(entry: ArchiveEntry & { kind: 'file' }, known: HashedContent): ReadRange {
  return async (offset, length) => {
    const end = Math.min(offset + length, known.sizeBytes);
    if (end <= known.start.length) return known.start.subarray(offset, end);
    const parts: Uint8Array[] = [];
    let position = 0;
    for await (const chunk of entry.content()) {
      parts.push(chunk.subarray(Math.max(0, offset - position), Math.max(0, end - position)));
      position += chunk.byteLength;
      if (position >= end) break;
    }
    return Buffer.concat(parts);
  };
}
