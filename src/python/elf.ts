import { bad, ok, type Result } from '../domain/result.ts';
import { readDynamic, readName, toFileOffset } from './elf-dynamic.ts';
import { readElfHeader } from './elf-header.ts';

/** Bytes of the file from `offset` on: fewer, when it ends before. */
export type ReadRange = (offset: number, length: number) => Promise<Buffer>;

export type ElfFacts = {
  /** e_machine: 62 is x86-64, 183 is AArch64. */
  readonly machine: number;
  /** DT_NEEDED in file order. */
  readonly needed: readonly string[];
};

const longestDynamic = 1024 ** 2;
const longestStringTable = 64 * 1024 ** 2;
const mostNeeded = 1000;
/** A soname is a short name. */
const longestSoname = 255;
const dynamic = 2;
const tagNeeded = 1n;
const tagStringTable = 5n;
const tagStringTableSize = 10n;

export const isElf = (start: Uint8Array): boolean =>
  start[0] === 0x7f && start[1] === 0x45 && start[2] === 0x4c && start[3] === 0x46;

/**
 * Reads what the dynamic loader would (program headers; section headers can say anything), never running the file.
 * Source: https://refspecs.linuxfoundation.org/elf/gabi4+/contents.html
 */
export async function readElf(read: ReadRange): Promise<Result<ElfFacts, string>> {
  const header = await readElfHeader(read);
  if (!header.ok) return header;
  const { layout, machine, segments } = header.value;
  const segment = segments.find(({ type }) => type === dynamic);
  if (segment === undefined) return ok({ machine, needed: [] });
  if (segment.fileBytes > longestDynamic) return bad('its dynamic section is too long');
  const bytes = await read(segment.offset, segment.fileBytes);
  if (bytes.length < segment.fileBytes) return bad('its dynamic section is cut off');

  const entries = readDynamic(bytes, layout);
  const wanted = entries.filter(({ tag }) => tag === tagNeeded).map(({ value }) => Number(value));
  if (wanted.length === 0) return ok({ machine, needed: [] });
  if (wanted.length > mostNeeded) return bad(`it needs more than ${mostNeeded} libraries`);
  const valueOf = (wantedTag: bigint): number =>
    Number(entries.findLast(({ tag }) => tag === wantedTag)?.value ?? 0n);
  const offset = toFileOffset(valueOf(tagStringTable), segments);
  const size = valueOf(tagStringTableSize);
  if (offset === null || size === 0 || size > longestStringTable)
    return bad('its string table is out of bounds');
  const strings = await read(offset, size);
  const needed = wanted.map((start) => readName(strings, { start, longest: longestSoname }));
  const names = needed.filter((name) => name !== null);
  return names.length === needed.length
    ? ok({ machine, needed: names })
    : bad('the name of a needed library cannot be read');
}
