/** Longest line that a log keeps, in bytes. */
export const longestLine = 16 * 1024;

/** A line of output: its first bytes, at most the splitter's bound, and how many more it had. */
export type RawLine = { readonly bytes: Uint8Array; readonly cutBytes: number };

/** Splits bytes into lines, holding never more than one line's first `bound` bytes. */
export function openLineSplitter(bound: number = longestLine): {
  readonly push: (piece: Uint8Array) => readonly RawLine[];
  /** What stands after the last line end, if anything. */
  readonly flush: () => RawLine | null;
} {
  let held: Uint8Array[] = [];
  let heldBytes = 0;
  let cutBytes = 0;
  const hold = (piece: Uint8Array): void => {
    const kept = piece.subarray(0, bound - heldBytes);
    // A copy: the piece belongs to a larger buffer, which would be kept alive by a view of it.
    if (kept.length > 0) held.push(Uint8Array.from(kept));
    heldBytes += kept.length;
    cutBytes += piece.length - kept.length;
  };
  const take = (): RawLine => {
    const line = { bytes: Buffer.concat(held), cutBytes };
    held = [];
    heldBytes = 0;
    cutBytes = 0;
    return line;
  };
  return {
    push: (piece) => {
      const lines: RawLine[] = [];
      let rest = piece;
      for (let end = rest.indexOf(10); end >= 0; end = rest.indexOf(10)) {
        hold(rest.subarray(0, end));
        lines.push(take());
        rest = rest.subarray(end + 1);
      }
      if (rest.length > 0) hold(rest);
      return lines;
    },
    flush: () => (heldBytes === 0 ? null : take()),
  };
}
