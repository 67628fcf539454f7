/** Symbols that a file wants of shared libraries, or a library offers: `name`, or `name@VERSION`. */
export type SymbolsByLibrary = Readonly<Record<string, readonly string[]>>;

/** A wheel that uses more of its libraries than this is not looked at so closely. */
const mostUsed = 5_000;

/** A wanted name without a version takes any; a wanted version takes a library that has none, as the loader does. */
function collectNames(offered: readonly string[]): (symbol: string) => boolean {
  const full = new Set(offered);
  const names = new Set(offered.map(nameOf));
  return (symbol) =>
    full.has(symbol) || (symbol.includes('@') ? full.has(nameOf(symbol)) : names.has(symbol));
}

const nameOf = (symbol: string): string => symbol.split('@', 1)[0] ?? symbol;

/** Which of the wanted symbols each library gives; a symbol of several is each one's. Null: they are too many. */
export function assignSymbols(wanted: readonly string[], offered: SymbolsByLibrary): SymbolsByLibrary | null {
  const used = Object.entries(offered).map(([soname, symbols]) => {
    const has = collectNames(symbols);
    return [soname, wanted.filter(has).toSorted()] as const;
  });
  const count = used.reduce((sum, [, symbols]) => sum + symbols.length, 0);
  return count > mostUsed ? null : Object.fromEntries(used);
}

/** What a library does not offer of what is used of it. */
export function findLost(used: readonly string[], offered: readonly string[]): readonly string[] {
  const has = collectNames(offered);
  return used.filter((symbol) => !has(symbol));
}
