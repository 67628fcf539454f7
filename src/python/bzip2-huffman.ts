import type { BitReader } from './bit-reader.ts';

export type HuffmanTable = { readonly readSymbol: (bits: BitReader) => number };

const longestCode = 20;
const damaged = (): Error => new Error('damaged bzip2 Huffman table');

/** Code lengths stand as differences: 0 ends one, 10 adds one, 11 takes one. */
export function readHuffmanTable(bits: BitReader, symbols: number): HuffmanTable {
  const lengths: number[] = [];
  let length = bits.read(5);
  for (let symbol = 0; symbol < symbols; symbol++) {
    for (;;) {
      if (length < 1 || length > longestCode) throw damaged();
      if (bits.read(1) === 0) break;
      length += bits.read(1) === 0 ? 1 : -1;
    }
    lengths.push(length);
  }
  return buildTable(lengths);
}

/** A canonical code: codes of one length are consecutive, in the order of their symbols. */
function buildTable(lengths: readonly number[]): HuffmanTable {
  const sorted = lengths
    .map((_, symbol) => symbol)
    .sort((a, b) => (lengths[a] ?? 0) - (lengths[b] ?? 0) || a - b);
  const counts = new Uint32Array(longestCode + 1);
  for (const length of lengths) counts[length] = (counts[length] ?? 0) + 1;

  const readSymbol = (bits: BitReader): number => {
    let code = 0;
    let first = 0;
    let index = 0;
    for (let length = 1; length <= longestCode; length++) {
      code = code * 2 + bits.read(1);
      const count = counts[length] ?? 0;
      if (code - first < count) return sorted[index + code - first] ?? 0;
      index += count;
      first = (first + count) * 2;
    }
    throw damaged();
  };
  return { readSymbol };
}
