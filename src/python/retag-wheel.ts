import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { basename, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { crc32, inflateRawSync } from 'node:zlib';
import { openPromise, type Entry, type ZipFile } from 'yauzl';
import { withBuildTag } from '../domain/build-tag.ts';
import { bad, ok, type Result } from '../domain/result.ts';
import type { ArchiveLimits } from './archive-limits.ts';
import { checkMembers, writeZip, type ZipMember } from './write-zip.ts';

const utf8Flag = 0x800;

/**
 * Writes a wheel once more under a build tag: into its name, its WHEEL and its RECORD. All other members keep their bytes, packed as they are.
 * The same wheel and tag always give the same bytes. `file` must have passed `inspectWheel`. Gives the new file's path.
 */
export async function retagWheel(
  file: string,
  how: { readonly tag: string; readonly folder: string; readonly limits: ArchiveLimits },
): Promise<Result<string, string>> {
  const { tag, limits } = how;
  const zip = await openPromise(file, { autoClose: false, decodeStrings: false, lazyEntries: true });
  try {
    const entries: Entry[] = [];
    for await (const entry of zip.eachEntry()) entries.push(entry);
    const named = new Map(entries.map((entry) => [entry.fileNameRaw.toString(), entry]));
    const distInfo = [...named.keys()].find((name) => /^[^/]+\.dist-info\/WHEEL$/.test(name))?.slice(0, -6);
    const wheelEntry = named.get(`${distInfo}/WHEEL`);
    const recordEntry = named.get(`${distInfo}/RECORD`);
    if (wheelEntry === undefined || recordEntry === undefined) return bad('it has no WHEEL or no RECORD');
    const isSigned = named.has(`${distInfo}/RECORD.jws`) || named.has(`${distInfo}/RECORD.p7s`);
    if (isSigned) return bad('its RECORD is signed');

    const wheel = tagWheelFile(await readText(zip, { entry: wheelEntry, most: limits.metadataBytes }), tag);
    const record = changeRecord(await readText(zip, { entry: recordEntry, most: limits.recordBytes }), {
      path: `${distInfo}/WHEEL`,
      content: wheel,
    });
    const members = entries.map((entry) => {
      if (entry === wheelEntry) return storedMember(entry, wheel);
      return entry === recordEntry ? storedMember(entry, record) : copiedMember(zip, entry);
    });
    const writable = checkMembers(members);
    if (!writable.ok) return writable;
    const made = join(how.folder, withBuildTag(basename(file), tag));
    await pipeline(Readable.from(writeZip(members)), createWriteStream(made));
    return ok(made);
  } finally {
    zip.close();
  }
}

/** The field goes before the first tag, where tools write it. */
function tagWheelFile(text: string, tag: string): string {
  const lines = text.split('\n').filter((line) => !/^build:/i.test(line));
  const place = lines.findIndex((line) => /^tag:/i.test(line));
  return lines.toSpliced(place === -1 ? 0 : place, 0, `Build: ${tag}`).join('\n');
}

/** RECORD with the hash and size of one file as they are now; every other line stays, byte for byte. */
function changeRecord(text: string, file: { readonly path: string; readonly content: string }): string {
  const hash = createHash('sha256').update(file.content).digest('base64url');
  const line = `${file.path},sha256=${hash},${Buffer.byteLength(file.content)}`;
  const quoted = `"${file.path}"`;
  return text
    .split('\n')
    .map((old) => (old.startsWith(`${file.path},`) || old.startsWith(`${quoted},`) ? line : old))
    .join('\n');
}

async function readText(
  zip: ZipFile,
  { entry, most }: { readonly entry: Entry; readonly most: number },
): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of packedContent(zip, entry)) chunks.push(chunk);
  const packed = Buffer.concat(chunks);
  return (
    entry.compressionMethod === 0 ? packed : inflateRawSync(packed, { maxOutputLength: most })
  ).toString();
}

async function* packedContent(zip: ZipFile, entry: Entry): AsyncGenerator<Uint8Array> {
  const chunks: AsyncIterable<Buffer> = await zip.openReadStreamPromise(entry, { decodeFileData: false });
  yield* chunks;
}

const headerOf = (entry: Entry): Omit<ZipMember, 'crc32' | 'packedBytes' | 'sizeBytes' | 'content'> => ({
  name: entry.fileNameRaw,
  method: entry.compressionMethod,
  isUtf8: (entry.generalPurposeBitFlag & utf8Flag) !== 0,
  time: entry.lastModFileTime,
  date: entry.lastModFileDate,
  externalAttributes: entry.externalFileAttributes,
});

const copiedMember = (zip: ZipFile, entry: Entry): ZipMember => ({
  ...headerOf(entry),
  crc32: entry.crc32,
  packedBytes: entry.compressedSize,
  sizeBytes: entry.uncompressedSize,
  content: () => packedContent(zip, entry),
});

function storedMember(entry: Entry, text: string): ZipMember {
  const content = Buffer.from(text);
  return {
    ...headerOf(entry),
    method: 0,
    crc32: crc32(content),
    packedBytes: content.length,
    sizeBytes: content.length,
    content: async function* () {
      yield content;
    },
  };
}
