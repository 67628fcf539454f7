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
  const end = start < strings.length ? strings.indexOf(0, start) : -1;
  if (end === -1 || end - start > longest) return null;
  const name = strings.toString('latin1', start, end);
  return /^[!-~]+$/.test(name) ? name : null;
}
