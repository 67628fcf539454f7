import { bad, ok, type Result } from '../domain/result.ts';
import { readDynamic, readName, toFileOffset } from './elf-dynamic.ts';
import { readElfHeader, type ElfLayout } from './elf-header.ts';
import { readSymbolVersions } from './elf-versions.ts';
import type { ReadRange } from './elf.ts';

/** Dynamic symbols by `name`, or `name@VERSION` where they have one. What is weak and missing is no need. */
export type ElfSymbols = { readonly wanted: readonly string[]; readonly offered: readonly string[] };

const dynamicSegment = 2;
const longestDynamic = 1024 ** 2;
const longestStringTable = 64 * 1024 ** 2;
const mostSymbols = 200_000;
const longestSymbol = 4096;
/** Of all names together; those of LLVM are a tenth. */
const mostCharacters = 32 * 1024 ** 2;
const none: ElfSymbols = { wanted: [], offered: [] };

const tags = { hash: 4n, strings: 5n, symbols: 6n, stringsSize: 10n, gnuHash: 0x6ffffef5n } as const;
const bindings = { global: 1, weak: 2, unique: 10 } as const;

/** The names by which the dynamic loader binds a file to others. Source: https://refspecs.linuxfoundation.org/elf/gabi4+/ch4.symtab.html */
export async function readElfSymbols(read: ReadRange): Promise<Result<ElfSymbols, string>> {
  const header = await readElfHeader(read);
  if (!header.ok) return header;
  const { layout, segments } = header.value;
  const segment = segments.find(({ type }) => type === dynamicSegment);
  if (segment === undefined) return ok(none);
  if (segment.fileBytes > longestDynamic) return bad('its dynamic section is too long');
  const entries = readDynamic(await read(segment.offset, segment.fileBytes), layout);
  const valueOf = (tag: bigint): number =>
    Number(entries.findLast((entry) => entry.tag === tag)?.value ?? 0n);
  const place = (tag: bigint): number | null => {
    const address = valueOf(tag);
    return address === 0 ? null : toFileOffset(address, segments);
  };
  const [symbolsAt, stringsAt] = [place(tags.symbols), place(tags.strings)];
  const stringsSize = valueOf(tags.stringsSize);
  if (symbolsAt === null || stringsAt === null) return ok(none);
  if (stringsSize > longestStringTable) return bad('its string table is out of bounds');
  const count = await countSymbols(
    { read, layout },
    { hashAt: place(tags.hash), gnuHashAt: place(tags.gnuHash) },
  );
  if (count === null || count > mostSymbols) return bad('its symbols cannot be counted');
  const entryBytes = layout.wordBytes === 8 ? 24 : 16;
  const table = await read(symbolsAt, count * entryBytes);
  const strings = await read(stringsAt, stringsSize);
  const versionOf = await readSymbolVersions({ read, layout, strings }, { place, valueOf, count });
  const wanted: string[] = [];
  const offered: string[] = [];
  let characters = 0;
  for (let index = 1; (index + 1) * entryBytes <= table.length; index++) {
    const symbol = readSymbol(table.subarray(index * entryBytes), layout);
    const name = readName(strings, { start: symbol.name, longest: longestSymbol });
    if (name === null) continue;
    const version = versionOf(index);
    const full = version === null ? name : `${name}@${version}`;
    characters += full.length;
    if (characters > mostCharacters) return bad('the names of its symbols are too long');
    if (symbol.isDefined) offered.push(full);
    else if (symbol.binding === bindings.global) wanted.push(full);
  }
  return ok({ wanted, offered });
}

function readSymbol(entry: Buffer, layout: ElfLayout) {
  const is64 = layout.wordBytes === 8;
  const binding = (entry[is64 ? 4 : 12] ?? 0) >> 4;
  const isPublic = Object.values<number>(bindings).includes(binding);
  const isDefined = layout.half(entry, is64 ? 6 : 14) !== 0 && isPublic;
  return { name: layout.four(entry, 0), binding, isDefined };
}

type Source = { readonly read: ReadRange; readonly layout: ElfLayout };

/** The symbol table does not say how long it is; its hash tables do. */
async function countSymbols(
  source: Source,
  { hashAt, gnuHashAt }: { readonly hashAt: number | null; readonly gnuHashAt: number | null },
): Promise<number | null> {
  if (hashAt !== null) {
    const head = await source.read(hashAt, 8);
    return head.length < 8 ? null : source.layout.four(head, 4);
  }
  return gnuHashAt === null ? null : countByGnuHash(source, gnuHashAt);
}

/** Its last chain ends with the last symbol. Source: https://flapenguin.me/elf-dt-gnu-hash */
async function countByGnuHash({ read, layout }: Source, at: number): Promise<number | null> {
  const head = await read(at, 16);
  if (head.length < 16) return null;
  const [buckets, first, blooms] = [layout.four(head, 0), layout.four(head, 4), layout.four(head, 8)];
  if (buckets > mostSymbols || blooms > mostSymbols || first > mostSymbols) return null;
  const bucketsAt = at + 16 + blooms * layout.wordBytes;
  const table = await read(bucketsAt, buckets * 4);
  let last = 0;
  for (let offset = 0; offset + 4 <= table.length; offset += 4)
    last = Math.max(last, layout.four(table, offset));
  if (last < first) return first;
  const chains = await read(bucketsAt + buckets * 4, (mostSymbols - first) * 4);
  for (let index = last; (index - first + 1) * 4 <= chains.length; index++)
    if ((layout.four(chains, (index - first) * 4) & 1) === 1) return index + 1;
  return null;
}
