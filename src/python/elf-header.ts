import { bad, ok, type Result } from '../domain/result.ts';
import type { ReadRange } from './elf.ts';

/** How this file writes its numbers. */
export type ElfLayout = {
  readonly wordBytes: 4 | 8;
  readonly half: (bytes: Buffer, at: number) => number;
  readonly four: (bytes: Buffer, at: number) => number;
  readonly word: (bytes: Buffer, at: number) => bigint;
};

/** An entry of the program header table; numbers beyond 2^53 lose their last bits and then miss every bound. */
export type Segment = {
  readonly type: number;
  readonly offset: number;
  readonly address: number;
  readonly fileBytes: number;
};

const longestHeader = 64;
const mostSegments = 1024;

export async function readElfHeader(
  read: ReadRange,
): Promise<Result<{ layout: ElfLayout; machine: number; segments: readonly Segment[] }, string>> {
  const header = await read(0, longestHeader);
  const layout = readLayout(header);
  if (layout === null) return bad('its ELF class or byte order is unknown');
  const is64 = layout.wordBytes === 8;
  if (header.length < (is64 ? 64 : 52)) return bad('its ELF header is cut off');
  const machine = layout.half(header, 18);
  const tableOffset = Number(layout.word(header, is64 ? 32 : 28));
  const entryBytes = layout.half(header, is64 ? 54 : 42);
  const count = layout.half(header, is64 ? 56 : 44);
  if (count === 0) return ok({ layout, machine, segments: [] });
  if (count > mostSegments || entryBytes !== (is64 ? 56 : 32))
    return bad('its program headers have an unknown form');
  if (!Number.isSafeInteger(tableOffset)) return bad('its program headers are out of bounds');
  const table = await read(tableOffset, count * entryBytes);
  if (table.length < count * entryBytes) return bad('its program headers are out of bounds');
  const segments = Array.from({ length: count }, (_, index) =>
    readSegment(table.subarray(index * entryBytes, (index + 1) * entryBytes), layout),
  );
  return ok({ layout, machine, segments });
}

function readLayout(header: Buffer): ElfLayout | null {
  const [elfClass, order] = [header[4], header[5]];
  if ((elfClass !== 1 && elfClass !== 2) || (order !== 1 && order !== 2)) return null;
  const little = order === 1;
  const four = (bytes: Buffer, at: number): number =>
    little ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at);
  const eight = (bytes: Buffer, at: number): bigint =>
    little ? bytes.readBigUInt64LE(at) : bytes.readBigUInt64BE(at);
  return {
    wordBytes: elfClass === 2 ? 8 : 4,
    half: (bytes, at) => (little ? bytes.readUInt16LE(at) : bytes.readUInt16BE(at)),
    four,
    word: elfClass === 2 ? eight : (bytes, at) => BigInt(four(bytes, at)),
  };
}

function readSegment(entry: Buffer, layout: ElfLayout): Segment {
  const word = (at64: number, at32: number): number =>
    Number(layout.word(entry, layout.wordBytes === 8 ? at64 : at32));
  return { type: layout.four(entry, 0), offset: word(8, 4), address: word(16, 8), fileBytes: word(32, 16) };
}
