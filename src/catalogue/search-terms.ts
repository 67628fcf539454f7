/** A text as it stands, whatever FTS5 would take it for: https://sqlite.org/fts5.html#fts5_strings */
export const phrase = (text: string): string => `"${text.replaceAll('\0', ' ').replaceAll('"', '""')}"`;

/** Behind all texts that begin with this one, in the order of bytes. */
export const firstBehind = (beginning: string): string => `${beginning}\u{10ffff}`;
