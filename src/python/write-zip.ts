import { bad, ok, type Result } from '../domain/result.ts';

/** A member as it is to be written: packed already. */
export type ZipMember = {
  readonly name: Buffer;
  readonly method: number;
  /** Whether the name is marked as UTF-8. */
  readonly isUtf8: boolean;
  /** DOS time and date, as they stand in the headers. */
  readonly time: number;
  readonly date: number;
  readonly externalAttributes: number;
  readonly crc32: number;
  readonly packedBytes: number;
  readonly sizeBytes: number;
  readonly content: () => AsyncIterable<Uint8Array>;
};

const utf8Flag = 0x800;
/** 2.0: deflate and folders. */
const versionNeeded = 20;
/** 2.0 on Unix: the upper half of the external attributes is a mode. */
const madeBy = 0x0314;
const limit32 = 0xffff_ffff;
const mostMembers = 0xfffe;

/** Why this writer, which knows no ZIP64, can't write these members. */
export function checkMembers(members: readonly ZipMember[]): Result<null, string> {
  if (members.length > mostMembers) return bad(`it has more than ${mostMembers} members`);
  const total = members.reduce((sum, { packedBytes, name }) => sum + packedBytes + 2 * name.length + 128, 0);
  return total >= limit32 || members.some(({ sizeBytes }) => sizeBytes >= limit32)
    ? bad('it is larger than 4 GiB')
    : ok(null);
}

/**
 * A ZIP of these members in their order, without extra fields and comments: the same members give the same bytes.
 * Source: https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT, 4.3
 */
export async function* writeZip(members: readonly ZipMember[]): AsyncGenerator<Uint8Array> {
  const directory: Buffer[] = [];
  let offset = 0;
  for (const member of members) {
    const common = commonHeader(member);
    const local = Buffer.concat([Buffer.from('PK\u0003\u0004', 'latin1'), common, Buffer.alloc(2)]);
    yield Buffer.concat([local, member.name]);
    yield* member.content();
    directory.push(centralHeader(member, { common, offset }), member.name);
    offset += local.length + member.name.length + member.packedBytes;
  }
  const central = Buffer.concat(directory);
  yield central;
  const end = Buffer.alloc(22);
  end.write('PK\u0005\u0006', 'latin1');
  end.writeUInt16LE(members.length, 8);
  end.writeUInt16LE(members.length, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(offset, 16);
  yield end;
}

/** What both headers say, from the version on to the length of the name. */
function commonHeader(member: ZipMember): Buffer {
  const header = Buffer.alloc(24);
  header.writeUInt16LE(versionNeeded, 0);
  header.writeUInt16LE(member.isUtf8 ? utf8Flag : 0, 2);
  header.writeUInt16LE(member.method, 4);
  header.writeUInt16LE(member.time, 6);
  header.writeUInt16LE(member.date, 8);
  header.writeUInt32LE(member.crc32, 10);
  header.writeUInt32LE(member.packedBytes, 14);
  header.writeUInt32LE(member.sizeBytes, 18);
  header.writeUInt16LE(member.name.length, 22);
  return header;
}

function centralHeader(
  member: ZipMember,
  place: { readonly common: Buffer; readonly offset: number },
): Buffer {
  const rest = Buffer.alloc(16);
  rest.writeUInt32LE(member.externalAttributes, 8);
  rest.writeUInt32LE(place.offset, 12);
  const made = Buffer.alloc(2);
  made.writeUInt16LE(madeBy);
  return Buffer.concat([Buffer.from('PK\u0001\u0002', 'latin1'), made, place.common, rest]);
}
