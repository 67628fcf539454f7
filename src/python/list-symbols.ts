import { open, stat } from 'node:fs/promises';
import { allowedUnpackedBytes, type ArchiveLimits } from './archive-limits.ts';
import { readElfSymbols } from './elf-symbols.ts';
import { isElf, type ReadRange } from './elf.ts';
import { readZip } from './read-zip.ts';

/** An extension that is larger is not read for its symbols. */
const largestFile = 256 * 1024 ** 2;
const mostWanted = 50_000;

/** What a shared library on disk offers; null when it is none that can be read. */
export async function listOfferedSymbols(file: string): Promise<readonly string[] | null> {
  await using handle = await open(file);
  const read: ReadRange = async (offset, length) => {
    const { size } = await handle.stat();
    const buffer = Buffer.alloc(Math.max(0, Math.min(length, size - offset)));
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, offset);
    return buffer.subarray(0, bytesRead);
  };
  if (!isElf(await read(0, 4))) return null;
  const symbols = await readElfSymbols(read);
  return symbols.ok ? symbols.value.offered : null;
}

/** What the ELF files of a wheel that passed its inspection want of others; null: one of them can't be read, or they want too much. */
export async function listWantedSymbols(
  file: string,
  limits: ArchiveLimits,
): Promise<readonly string[] | null> {
  const { size } = await stat(file);
  const wanted = new Set<string>();
  for await (const entry of readZip(file, { limits, unpackedBytes: allowedUnpackedBytes(size, limits) })) {
    if (entry.kind !== 'file') continue;
    const content = await keepElf(entry.content());
    if (content === 'too-large') return null;
    if (content === null) continue;
    const symbols = await readElfSymbols(async (offset, length) => content.subarray(offset, offset + length));
    if (!symbols.ok) return null;
    for (const symbol of symbols.value.wanted) wanted.add(symbol);
    if (wanted.size > mostWanted) return null;
  }
  return [...wanted];
}

/** The bytes of a file that is ELF; null for every other, of which the rest is not read. */
async function keepElf(content: AsyncIterable<Uint8Array>): Promise<Buffer | 'too-large' | null> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of content) {
    chunks.push(chunk);
    bytes += chunk.byteLength;
    if (bytes >= 4 && bytes - chunk.byteLength < 4 && !isElf(Buffer.concat(chunks))) return null;
    if (bytes > largestFile) return 'too-large';
  }
  const whole = Buffer.concat(chunks);
  return isElf(whole) ? whole : null;
}
