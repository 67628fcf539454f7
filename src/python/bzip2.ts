import { BitReader } from './bit-reader.ts';
import { decodeBlock, type Bzip2Block } from './bzip2-block.ts';

/*
 * Why our own: the packages there are keep whole blocks of output in arrays (a block of 45 bytes unpacks to 46 MB) and
 * everything that they have decoded in memory, so that a small bomb ends the process. This one gives 64 KiB at a time.
 * Format: https://github.com/dsnet/compress/blob/master/doc/bzip2-format.pdf
 */

/** A block has at most 900 050 symbols of 20 bits, and tables of less than 64 KiB. */
const longestBlockBytes = 2.5 * 1024 ** 2;
const outputBytes = 64 * 1024;

const blockMagic = 0x314159265359;
const endMagic = 0x177245385090;

export async function* decodeBzip2(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const chunks = source[Symbol.asyncIterator]();
  const bits = new BitReader();
  let ended = false;
  const fill = async (): Promise<void> => {
    const fresh: Uint8Array[] = [];
    let available = bits.bytesLeft;
    while (!ended && available < longestBlockBytes) {
      const next = await chunks.next();
      if (next.done === true) ended = true;
      else {
        fresh.push(next.value);
        available += next.value.byteLength;
      }
    }
    if (fresh.length > 0) bits.append(fresh);
  };

  await fill();
  do {
    const blockBytes = readStreamHeader(bits);
    let streamCrc = 0;
    for (;;) {
      await fill();
      const magic = bits.read(24) * 2 ** 24 + bits.read(24);
      const crc = bits.read32();
      if (magic === endMagic) {
        if (crc !== streamCrc) throw new Error('the bzip2 stream has another checksum');
        break;
      }
      if (magic !== blockMagic) throw new Error('damaged bzip2 stream');
      streamCrc = (crc ^ ((streamCrc << 1) | (streamCrc >>> 31))) >>> 0;
      yield* expandRuns(decodeBlock(bits, blockBytes), crc);
    }
    bits.alignToByte();
    await fill();
  } while (bits.bytesLeft > 0);
}

function readStreamHeader(bits: BitReader): number {
  const level = bits.read(24) === 0x425a68 ? bits.read(8) - 0x30 : 0;
  if (level < 1 || level > 9) throw new Error('not a bzip2 stream');
  return level * 100_000;
}

/** Undoes the block's sorting and its first run-length coding: four equal bytes are followed by a count of more. */
function* expandRuns(block: Bzip2Block, expectedCrc: number): Generator<Uint8Array> {
  let output = Buffer.allocUnsafe(outputBytes);
  let used = 0;
  let crc = 0xffffffff;
  let run = 0;
  let previous = -1;
  let position = block.start;
  for (let count = 0; count < block.length; count++) {
    const packed = block.chain[position] ?? 0;
    position = packed >>> 8;
    const byte = packed & 0xff;
    const copies = run === 4 ? byte : 1;
    const value = run === 4 ? previous : byte;
    for (let copy = 0; copy < copies; copy++) {
      crc = ((crc << 8) ^ (crcTable[(crc >>> 24) ^ value] ?? 0)) >>> 0;
      output[used++] = value;
    }
    if (run === 4) [run, previous] = [0, -1];
    else if (byte === previous) run += 1;
    else [run, previous] = [1, byte];
    if (used > outputBytes - 256) {
      yield output.subarray(0, used);
      output = Buffer.allocUnsafe(outputBytes);
      used = 0;
    }
  }
  if (~crc >>> 0 !== expectedCrc) throw new Error('a bzip2 block has another checksum');
  if (used > 0) yield output.subarray(0, used);
}

/** CRC-32 as bzip2 has it: the highest bit first. */
const crcTable = Uint32Array.from({ length: 256 }, (_, index) => {
  let value = index << 24;
  for (let bit = 0; bit < 8; bit++) value = value & 0x80000000 ? (value << 1) ^ 0x04c11db7 : value << 1;
  return value >>> 0;
});
