import { textWidth } from './text-width.ts';

/** Lines of a table whose columns are as wide as they must be. The last column is not padded. */
export function renderTable(
  header: readonly string[],
  rows: readonly (readonly string[])[],
): readonly string[] {
  const widths = header.map((_, column) =>
    Math.max(...[header, ...rows].map((row) => textWidth(row[column] ?? ''))),
  );
  return [header, ...rows].map((row) =>
    row.map((cell, column) => (column === row.length - 1 ? cell : pad(cell, widths[column] ?? 0))).join('  '),
  );
}

/** Lines of `name  value`, without those that have no value. */
export function renderFacts(
  facts: readonly (readonly [name: string, value: string | null])[],
): readonly string[] {
  const told = facts.filter(([, value]) => value !== null);
  const width = Math.max(0, ...told.map(([name]) => textWidth(name)));
  return told.map(([name, value]) => `${pad(name, width)}  ${value ?? ''}`);
}

const pad = (text: string, width: number): string => text + ' '.repeat(Math.max(0, width - textWidth(text)));
