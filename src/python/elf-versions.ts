import type { ElfLayout } from './elf-header.ts';
import { readName } from './elf-dynamic.ts';
import type { ReadRange } from './elf.ts';

const tags = {
  versions: 0x6ffffff0n,
  defined: 0x6ffffffcn,
  definedCount: 0x6ffffffdn,
  needed: 0x6ffffffen,
  neededCount: 0x6fffffffn,
} as const;
const longestTable = 1024 ** 2;
/** Of a whole table: its lists may lie over each other. */
const mostEntries = 10_000;
const longestVersion = 255;

/** The version of each symbol by its index; null: it has none. Source: https://refspecs.linuxfoundation.org/LSB_5.0.0/LSB-Core-generic/LSB-Core-generic/symversion.html */
export async function readSymbolVersions(
  file: { readonly read: ReadRange; readonly layout: ElfLayout; readonly strings: Buffer },
  table: {
    readonly place: (tag: bigint) => number | null;
    readonly valueOf: (tag: bigint) => number;
    readonly count: number;
  },
): Promise<(index: number) => string | null> {
  const { read, layout } = file;
  const versionsAt = table.place(tags.versions);
  if (versionsAt === null) return () => null;
  const versions = await read(versionsAt, table.count * 2);
  const names = new Map<number, string>();
  const readTable = async (tag: bigint): Promise<Buffer> => {
    const at = table.place(tag);
    return at === null ? Buffer.alloc(0) : read(at, longestTable);
  };
  keepNeeded(names, { ...file, bytes: await readTable(tags.needed), count: table.valueOf(tags.neededCount) });
  keepDefined(names, {
    ...file,
    bytes: await readTable(tags.defined),
    count: table.valueOf(tags.definedCount),
  });
  // The highest bit hides a version from those who ask for none; 0 and 1 are no versions.
  return (index) =>
    index * 2 + 2 <= versions.length ? (names.get(layout.half(versions, index * 2) & 0x7fff) ?? null) : null;
}

type Listed = {
  readonly layout: ElfLayout;
  readonly strings: Buffer;
  readonly bytes: Buffer;
  readonly count: number;
};

/** Verneed: of each library that it needs the versions. */
function keepNeeded(names: Map<number, string>, { layout, strings, bytes, count }: Listed): void {
  let at = 0;
  let left = mostEntries;
  for (let number = 0; number < Math.min(count, mostEntries) && at + 16 <= bytes.length; number++) {
    const versions = layout.half(bytes, at + 2);
    let inner = at + layout.four(bytes, at + 8);
    for (let one = 0; one < versions && left > 0 && inner + 16 <= bytes.length; one++) {
      left -= 1;
      const name = readName(strings, { start: layout.four(bytes, inner + 8), longest: longestVersion });
      if (name !== null) names.set(layout.half(bytes, inner + 6) & 0x7fff, name);
      const next = layout.four(bytes, inner + 12);
      if (next === 0) break;
      inner += next;
    }
    const next = layout.four(bytes, at + 12);
    if (next === 0) return;
    at += next;
  }
}

/** Verdef: the versions that it has itself; the first is its own name. */
function keepDefined(names: Map<number, string>, { layout, strings, bytes, count }: Listed): void {
  let at = 0;
  for (let number = 0; number < Math.min(count, mostEntries) && at + 20 <= bytes.length; number++) {
    const isBase = (layout.half(bytes, at + 2) & 1) === 1;
    const inner = at + layout.four(bytes, at + 12);
    const name =
      inner + 8 <= bytes.length
        ? readName(strings, { start: layout.four(bytes, inner), longest: longestVersion })
        : null;
    if (name !== null && !isBase) names.set(layout.half(bytes, at + 4) & 0x7fff, name);
    const next = layout.four(bytes, at + 16);
    if (next === 0) return;
    at += next;
  }
}
