import { crc32 } from 'node:zlib';
import { openPromise, type Entry, type ZipFile } from 'yauzl';
import { collectContent, type ArchiveEntry } from './archive-entry.ts';
import type { ArchiveLimits } from './archive-limits.ts';
import { ArchiveRefused, blameArchive, notAnArchive } from './archive-refused.ts';

const utf8Flag = 0x800;
const fileTypeMask = 0o170_000;
const symlinkType = 0o120_000;
const plainTypes = new Set([0, 0o100_000, 0o040_000]);

/** The members of a ZIP in the order of its central directory. Throws ArchiveRefused. */
export async function* readZip(
  file: string,
  options: { readonly limits: ArchiveLimits; readonly unpackedBytes: number },
): AsyncGenerator<ArchiveEntry> {
  const zip = await openPromise(file, { autoClose: false, decodeStrings: false, lazyEntries: true }).catch(
    (error: unknown) => {
      throw blameArchive(error);
    },
  );
  let unpackedBytes = 0;
  try {
    if (zip.entryCount > options.limits.files) {
      throw new ArchiveRefused({ kind: 'too-many-files', limit: options.limits.files });
    }
    for await (const entry of zip.eachEntry()) {
      // Its own word, and held to it: yauzl ends a stream that gives another number of bytes.
      unpackedBytes += entry.uncompressedSize;
      if (unpackedBytes > options.unpackedBytes) {
        throw new ArchiveRefused({ kind: 'unpacks-too-large', limitBytes: options.unpackedBytes });
      }
      yield await describe(zip, entry);
    }
  } catch (error) {
    throw blameArchive(error);
  } finally {
    zip.close();
  }
}

async function describe(zip: ZipFile, entry: Entry): Promise<ArchiveEntry> {
  const name = decodeEntryName(entry);
  if (entry.isEncrypted()) throw notAnArchive(`${JSON.stringify(name)} is encrypted`);
  if (!entry.canDecodeFileData()) throw notAnArchive(`${JSON.stringify(name)} is packed in an unusual way`);
  const local = await zip.readLocalFileHeaderPromise(entry, { minimal: false });
  if (!local.fileName.equals(entry.fileNameRaw)) {
    throw notAnArchive(`${JSON.stringify(name)} has another name in the directory than at its place`);
  }

  const content = (): AsyncIterable<Uint8Array> => readContent(zip, entry);
  const fileType = (entry.externalFileAttributes >>> 16) & fileTypeMask;
  if (fileType === symlinkType) {
    const target = await collectContent(content(), 4096);
    return { kind: 'symlink', name, target: target?.toString() ?? '' };
  }
  if (!plainTypes.has(fileType)) return { kind: 'special', name, type: 'special file' };
  if (!name.endsWith('/')) {
    const isExecutable = ((entry.externalFileAttributes >>> 16) & 0o111) !== 0;
    return { kind: 'file', name, sizeBytes: entry.uncompressedSize, isExecutable, content };
  }
  if (entry.uncompressedSize > 0) throw notAnArchive(`the folder ${JSON.stringify(name)} has content`);
  return { kind: 'folder', name };
}

/** Without the flag for UTF-8 the bytes beyond ASCII have no agreed meaning; the path rules refuse the mark. */
export function decodeEntryName(entry: Entry): string {
  const isUtf8 = (entry.generalPurposeBitFlag & utf8Flag) !== 0;
  return isUtf8
    ? entry.fileNameRaw.toString()
    : entry.fileNameRaw.toString('latin1').replaceAll(/[^\0-\x7F]/g, '\uFFFD');
}

async function* readContent(zip: ZipFile, entry: Entry): AsyncGenerator<Uint8Array> {
  let checksum = 0;
  try {
    const chunks: AsyncIterable<Buffer> = await zip.openReadStreamPromise(entry);
    for await (const chunk of chunks) {
      checksum = crc32(chunk, checksum);
      yield chunk;
    }
  } catch (error) {
    throw blameArchive(error);
  }
  if (checksum !== entry.crc32)
    throw notAnArchive(`the checksum of ${JSON.stringify(entry.fileNameRaw.toString())} is wrong`);
}
