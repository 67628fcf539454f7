import { createHash } from 'node:crypto';
import { writeZip, type ZipMember } from './write-archives.ts';

export type WheelParts = {
  readonly files?: readonly ZipMember[];
  readonly distInfo?: string;
  readonly wheel?: string | null;
  readonly metadata?: string | Buffer | null;
  /** Makes the RECORD that is written from the right one. */
  readonly record?: (right: string) => string | null;
  /** Members that RECORD does not know. */
  readonly unlisted?: readonly ZipMember[];
};

/** `demo-1.0-py3-none-any.whl`, right unless told otherwise. */
export function writeWheel(parts: WheelParts = {}): Buffer {
  const distInfo = parts.distInfo ?? 'demo-1.0.dist-info';
  const wheel =
    parts.wheel === undefined
      ? 'Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n'
      : parts.wheel;
  const metadata =
    parts.metadata === undefined ? 'Metadata-Version: 2.1\nName: demo\nVersion: 1.0\n' : parts.metadata;
  const members: ZipMember[] = [
    ...(parts.files ?? [{ name: 'demo/__init__.py', content: 'x = 1\n', method: 8 }]),
    ...(wheel === null ? [] : [{ name: `${distInfo}/WHEEL`, content: wheel }]),
    ...(metadata === null ? [] : [{ name: `${distInfo}/METADATA`, content: metadata }]),
  ];
  const lines = members.map(({ name, content = '' }) => {
    const hash = createHash('sha256').update(content).digest('base64url');
    return `${JSON.stringify(String(name)).replaceAll('\\"', '""')},sha256=${hash},${Buffer.byteLength(content)}`;
  });
  const right = [...lines, `${distInfo}/RECORD,,`, ''].join('\n');
  const record = parts.record ? parts.record(right) : right;
  const recordMember = record === null ? [] : [{ name: `${distInfo}/RECORD`, content: record }];
  return writeZip([...members, ...recordMember, ...(parts.unlisted ?? [])]);
}

/** The smallest shared object that the dynamic loader would read. */
export function writeElf(options: {
  bits: 32 | 64;
  order: 'little' | 'big';
  needed: readonly string[];
}): Buffer {
  const is64 = options.bits === 64;
  const word = is64 ? 8 : 4;
  const [headerBytes, segmentBytes] = is64 ? [64, 56] : [52, 32];
  const strings = Buffer.from(`\0${options.needed.map((name) => `${name}\0`).join('')}`);
  const dynamicAt = headerBytes + 2 * segmentBytes;
  const stringsAt = dynamicAt + (options.needed.length + 3) * 2 * word;
  const base = 0x10000;
  const file = Buffer.alloc(stringsAt + strings.length);
  const put = (at: number, value: number, bytes: 2 | 4 | 8): void => {
    const number = Buffer.alloc(bytes);
    if (bytes === 8) number.writeBigUInt64LE(BigInt(value));
    else number.writeUIntLE(value, 0, bytes);
    (options.order === 'little' ? number : number.reverse()).copy(file, at);
  };
  file.write('\u007fELF');
  file.set([is64 ? 2 : 1, options.order === 'little' ? 1 : 2, 1], 4);
  put(16, 3, 2);
  put(18, 62, 2);
  put(is64 ? 32 : 28, headerBytes, word);
  put(is64 ? 54 : 42, segmentBytes, 2);
  put(is64 ? 56 : 44, 2, 2);
  const segment = (at: number, given: { type: number; offset: number; size: number }): void => {
    put(at, given.type, 4);
    put(at + (is64 ? 8 : 4), given.offset, word);
    put(at + (is64 ? 16 : 8), given.offset + base, word);
    put(at + (is64 ? 32 : 16), given.size, word);
  };
  segment(headerBytes, { type: 1, offset: 0, size: file.length });
  segment(headerBytes + segmentBytes, { type: 2, offset: dynamicAt, size: stringsAt - dynamicAt });
  const entries = options.needed.map((name) => [1, strings.indexOf(`\0${name}\0`) + 1] as const);
  for (const [index, [tag, value]] of [
    ...entries,
    [5, stringsAt + base] as const,
    [10, strings.length] as const,
  ].entries()) {
    put(dynamicAt + index * 2 * word, tag, word);
    put(dynamicAt + index * 2 * word + word, value, word);
  }
  strings.copy(file, stringsAt);
  return file;
}
