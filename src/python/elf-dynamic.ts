import type { ElfLayout, Segment } from './elf-header.ts';

const loadable = 1;

/** The entries of a dynamic section, up to its end mark. */
export function readDynamic(bytes: Buffer, layout: ElfLayout): readonly { tag: bigint; value: bigint }[] {
  const entries: { tag: bigint; value: bigint }[] = [];
  for (let at = 0; at + 2 * layout.wordBytes <= bytes.length; at += 2 * layout.wordBytes) {
    const tag = layout.word(bytes, at);
    if (tag === 0n) break;
    entries.push({ tag, value: layout.word(bytes, at + layout.wordBytes) });
  }
  return entries;
}

/** The dynamic section speaks in addresses; the loader's segments say where in the file they are. */
export function toFileOffset(address: number, segments: readonly Segment[]): number | null {
  const home = segments.find(
    ({ type, address: start, fileBytes }) =>
      type === loadable && address >= start && address < start + fileBytes,
  );
  return home === undefined ? null : address - home.address + home.offset;
}

/** A name of printable ASCII, at most `longest` characters. */
export function readName(
  strings: Buffer,
  { start, longest }: { readonly start: number; readonly longest: number },
): string | null {
  // Not all of the table: many names may ask for its one end.
  const window = strings.subarray(start, start + longest + 1);
  const end = window.indexOf(0);
  if (end === -1) return null;
  const name = window.toString('latin1', 0, end);
  return /^[!-~]+$/.test(name) ? name : null;
}
