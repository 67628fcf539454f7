import { readElfHeader, type ElfLayout, type Segment } from './elf-header.ts';

const loadable = 1;
const note = 4;
/** NT_GNU_BUILD_ID */
const buildIdNote = 3;

/**
 * What the dynamic loader maps of an ELF file, without its build id: two files for which this is the same run the same.
 * Debug sections, symbol tables and the sections' headers lie behind it and are not part of it. Null when the file is not laid
 * out as linkers do, so that all of it counts.
 */
export async function loadedPartOf(file: Buffer): Promise<Buffer | null> {
  const header = await readElfHeader(async (offset, length) => file.subarray(offset, offset + length));
  if (!header.ok) return null;
  const { layout, segments } = header.value;
  const mapped = segments.filter(({ type }) => type === loadable);
  if (!mapped.some(({ offset }) => offset === 0)) return null;
  if (segments.some(({ offset, fileBytes }) => !isWithin(file, { offset, fileBytes }))) return null;
  const copy = Buffer.from(file);
  clearSectionTable(copy, layout);
  for (const segment of segments.filter(({ type }) => type === note)) clearBuildId(copy, { segment, layout });
  return Buffer.concat(
    mapped.flatMap(({ offset, fileBytes }) => [
      Buffer.from(`${offset} ${fileBytes}\n`),
      copy.subarray(offset, offset + fileBytes),
    ]),
  );
}

const isWithin = (file: Buffer, part: { readonly offset: number; readonly fileBytes: number }): boolean =>
  Number.isSafeInteger(part.offset + part.fileBytes) && part.offset + part.fileBytes <= file.length;

/** e_shoff, e_shnum, e_shstrndx: where the sections' headers are. They move when debug sections grow. */
function clearSectionTable(file: Buffer, layout: ElfLayout): void {
  const [offset, count] = layout.wordBytes === 8 ? [40, 60] : [32, 48];
  file.fill(0, offset, offset + layout.wordBytes);
  file.fill(0, count, count + 4);
}

/** A hash over all of the file, debug sections too. */
function clearBuildId(
  file: Buffer,
  { segment, layout }: { readonly segment: Segment; readonly layout: ElfLayout },
): void {
  const end = segment.offset + segment.fileBytes;
  let at = segment.offset;
  while (at + 12 <= end) {
    const [nameBytes, contentBytes] = [layout.four(file, at), layout.four(file, at + 4)];
    const name = at + 12;
    const content = name + padded(nameBytes);
    const next = content + padded(contentBytes);
    if (next > end) return;
    const isBuildId =
      layout.four(file, at + 8) === buildIdNote && file.toString('latin1', name, name + 4) === 'GNU\0';
    if (isBuildId) file.fill(0, content, content + contentBytes);
    at = next;
  }
}

const padded = (bytes: number): number => Math.ceil(bytes / 4) * 4;
