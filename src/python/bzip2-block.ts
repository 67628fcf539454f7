import type { BitReader } from './bit-reader.ts';
import { readHuffmanTable, type HuffmanTable } from './bzip2-huffman.ts';

/** A block with its sorting prepared for undoing: each cell holds a byte (low 8 bits) and where the next one is. */
export type Bzip2Block = { readonly chain: Uint32Array; readonly start: number; readonly length: number };

const symbolsPerGroup = 50;
const damaged = (): Error => new Error('damaged bzip2 block');

/** Reads what follows a block's magic and checksum. */
export function decodeBlock(bits: BitReader, blockBytes: number): Bzip2Block {
  if (bits.read(1) === 1) throw new Error('randomised bzip2 blocks (before version 0.9.5) are not read');
  const origin = bits.read(24);
  const alphabet = readAlphabet(bits);
  const { tables, selectors } = readTables(bits, alphabet.length + 2);

  const chain = new Uint32Array(blockBytes);
  const length = fillBlock({ bits, alphabet, tables, selectors }, chain);
  if (origin >= length) throw damaged();
  linkChain(chain, length);
  return { chain, start: (chain[origin] ?? 0) >>> 8, length };
}

function readAlphabet(bits: BitReader): number[] {
  const usedRows = bits.read(16);
  const alphabet: number[] = [];
  for (let row = 0; row < 16; row++) {
    if ((usedRows & (0x8000 >> row)) === 0) continue;
    const used = bits.read(16);
    for (let column = 0; column < 16; column++) {
      if ((used & (0x8000 >> column)) !== 0) alphabet.push(row * 16 + column);
    }
  }
  if (alphabet.length === 0) throw damaged();
  return alphabet;
}

function readTables(bits: BitReader, symbols: number): { tables: HuffmanTable[]; selectors: Uint8Array } {
  const tableCount = bits.read(3);
  const selectorCount = bits.read(15);
  if (tableCount < 2 || tableCount > 6 || selectorCount === 0) throw damaged();
  const recent = Uint8Array.from({ length: tableCount }, (_, index) => index);
  const selectors = new Uint8Array(selectorCount);
  for (let index = 0; index < selectorCount; index++) {
    let rank = 0;
    while (bits.read(1) === 1) {
      rank += 1;
      if (rank >= tableCount) throw damaged();
    }
    selectors[index] = moveToFront(recent, rank);
  }
  return { tables: Array.from({ length: tableCount }, () => readHuffmanTable(bits, symbols)), selectors };
}

/** Huffman codes, runs (a number in bijective base 2: symbols 0 and 1) and move-to-front, undone in one go. */
function fillBlock(
  coded: { bits: BitReader; alphabet: number[]; tables: HuffmanTable[]; selectors: Uint8Array },
  block: Uint32Array,
): number {
  const { bits, alphabet, tables, selectors } = coded;
  const end = alphabet.length + 1;
  const recent = Uint8Array.from(alphabet);
  let length = 0;
  let run = 0;
  let place = 1;
  for (const selector of selectors) {
    const table = tables[selector];
    if (table === undefined) throw damaged();
    for (let count = 0; count < symbolsPerGroup; count++) {
      const symbol = table.readSymbol(bits);
      if (symbol <= 1) {
        run += place << symbol;
        place *= 2;
        if (run > block.length - length) throw damaged();
        continue;
      }
      if (run > 0) {
        block.fill(recent[0] ?? 0, length, length + run);
        length += run;
        [run, place] = [0, 1];
      }
      if (symbol === end) return length;
      if (length >= block.length) throw damaged();
      block[length++] = moveToFront(recent, symbol - 1);
    }
  }
  throw damaged();
}

function moveToFront(recent: Uint8Array, rank: number): number {
  const value = recent[rank];
  if (value === undefined) throw damaged();
  for (let index = rank; index > 0; index--) recent[index] = recent[index - 1] ?? 0;
  recent[0] = value;
  return value;
}

/** Undoes the Burrows-Wheeler transform: a stable counting sort tells where each byte's successor stands. */
function linkChain(chain: Uint32Array, length: number): void {
  const next = new Uint32Array(257);
  for (let index = 0; index < length; index++) {
    const after = ((chain[index] ?? 0) & 0xff) + 1;
    next[after] = (next[after] ?? 0) + 1;
  }
  for (let byte = 1; byte <= 256; byte++) next[byte] = (next[byte] ?? 0) + (next[byte - 1] ?? 0);
  for (let index = 0; index < length; index++) {
    const byte = (chain[index] ?? 0) & 0xff;
    const slot = next[byte] ?? 0;
    next[byte] = slot + 1;
    chain[slot] = ((chain[slot] ?? 0) | (index << 8)) >>> 0;
  }
}
