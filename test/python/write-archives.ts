import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32, deflateRawSync, gzipSync } from 'node:zlib';

/** Archives written byte by byte, so that they can be wrong in every way that a tool would refuse. */

export type TarMember = {
  readonly name: string | Buffer;
  readonly content?: string | Buffer;
  /** `0` file, `1` hard link, `2` symbolic link, `3` and `4` devices, `5` folder, `6` fifo, `x` pax header. */
  readonly type?: string;
  readonly link?: string;
  /** What the header says instead of the content's length. */
  readonly size?: number;
};

export function tarHeader(member: TarMember): Buffer {
  const header = Buffer.alloc(512);
  const size = member.size ?? Buffer.byteLength(member.content ?? '');
  Buffer.from(member.name).copy(header, 0, 0, 100);
  header.write('0000644\0', 100);
  header.write(`${size.toString(8).padStart(11, '0')}\0`, 124);
  header.write('00000000000\0', 136);
  header.write(member.type ?? '0', 156);
  header.write(member.link ?? '', 157);
  header.write('ustar\u000000', 257);
  header.fill(' ', 148, 156);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return header;
}

export function writeTar(members: readonly TarMember[]): Buffer {
  const blocks = members.flatMap((member) => {
    const content = Buffer.from(member.content ?? '');
    return [tarHeader(member), content, Buffer.alloc((512 - (content.length % 512)) % 512)];
  });
  return Buffer.concat([...blocks, Buffer.alloc(1024)]);
}

export const writeTarGz = (members: readonly TarMember[]): Buffer => gzipSync(writeTar(members));

/** A pax record counts its own length. */
export function paxRecord(key: string, value: string): string {
  const rest = ` ${key}=${value}\n`;
  let length = Buffer.byteLength(rest);
  while (Buffer.byteLength(`${length}${rest}`) !== length) length += 1;
  return `${length}${rest}`;
}

export type ZipMember = {
  readonly name: string | Buffer;
  readonly content?: string | Buffer;
  /** Unix file type and mode, in the upper half of the external attributes. */
  readonly mode?: number;
  readonly flags?: number;
  readonly method?: 0 | 8;
  readonly crc?: number;
  readonly size?: number;
  /** The name before the data, where it differs from the directory's. */
  readonly localName?: string;
};

export function writeZip(members: readonly ZipMember[]): Buffer {
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const member of members) {
    const name = Buffer.from(member.name);
    const localName = Buffer.from(member.localName ?? name);
    const content = Buffer.from(member.content ?? '');
    const packed = member.method === 8 ? deflateRawSync(content) : content;
    const common = Buffer.alloc(22);
    common.writeUInt16LE(member.flags ?? 0, 0);
    common.writeUInt16LE(member.method ?? 0, 2);
    common.writeUInt32LE(member.crc ?? crc32(content), 8);
    common.writeUInt32LE(packed.length, 12);
    common.writeUInt32LE(member.size ?? content.length, 16);
    const local = Buffer.concat([
      Buffer.from('504b03041400', 'hex'),
      common.subarray(0, 20),
      Buffer.alloc(4),
    ]);
    local.writeUInt16LE(localName.length, 26);
    const central = Buffer.concat([
      Buffer.from('504b010214031400', 'hex'),
      common.subarray(0, 20),
      Buffer.alloc(18),
    ]);
    central.writeUInt16LE(name.length, 28);
    central.writeUInt32LE((member.mode ?? 0o100_644) * 65_536, 38);
    central.writeUInt32LE(offset, 42);
    bodies.push(local, localName, packed);
    directory.push(central, name);
    offset += local.length + localName.length + packed.length;
  }
  const end = Buffer.alloc(22);
  end.write('PK\u0005\u0006');
  end.writeUInt16LE(members.length, 8);
  end.writeUInt16LE(members.length, 10);
  end.writeUInt32LE(Buffer.concat(directory).length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...bodies, ...directory, end]);
}

/** A file in a folder of its own, which is removed at the end of the scope. */
export async function keepFile(name: string, content: Buffer): Promise<{ file: string } & AsyncDisposable> {
  const folder = await mkdtemp(join(tmpdir(), 'wheelyard-test-'));
  const file = join(folder, name);
  await writeFile(file, content);
  return { file, [Symbol.asyncDispose]: () => rm(folder, { recursive: true }) };
}
