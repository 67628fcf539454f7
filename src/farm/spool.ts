import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { Transform, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createBLAKE2b } from 'hash-wasm';
import { bad, ok, type Result } from '../domain/result.ts';
import type { SdistRefusal } from '../domain/sdist.ts';
import { parseSha256, type Sha256 } from '../domain/sha256.ts';
import { onHostDisk } from './host-disk.ts';

/** What a sender says that its bytes hash to, in hexadecimal digits; null where it says nothing. */
export type Digests = {
  readonly sha256: Sha256 | null;
  /** Of upload forms. Neither proves anything that sha256 does not, but a sender who is wrong in one is to hear of it. */
  readonly md5?: string | null;
  readonly blake2b256?: string | null;
};

/** Writes what comes to a file and holds it against what it was said to be. */
export async function spool(
  content: Readable,
  to: { readonly file: string; readonly limitBytes: number; readonly claimed: Digests },
): Promise<Result<{ readonly sha256: Sha256; readonly sizeBytes: number }, SdistRefusal>> {
  const { file, limitBytes, claimed } = to;
  const sha256 = createHash('sha256');
  const md5 = claimed.md5 ? createHash('md5') : null;
  // Not one of OpenSSL's: its BLAKE2b has 512 bits, which is another function.
  const blake2b256 = claimed.blake2b256 ? (await createBLAKE2b(256)).init() : null;
  let sizeBytes = 0;
  const measure = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      sizeBytes += chunk.length;
      for (const hash of [sha256, md5, blake2b256]) hash?.update(chunk);
      // What passes the limit is read to its end, so that the sender gets an answer, but it is not kept.
      done(null, sizeBytes > limitBytes ? undefined : chunk);
    },
  });
  await onHostDisk(pipeline(content, measure, createWriteStream(file)));
  if (sizeBytes > limitBytes) return bad({ kind: 'too-large', limitBytes });
  const found = parseSha256(sha256.digest('hex'));
  if (!found.ok) throw new Error(found.problem);
  if (claimed.sha256 !== null && claimed.sha256 !== found.value)
    return bad({ kind: 'wrong-hash', claimed: claimed.sha256, found: found.value });
  for (const [algorithm, said, is] of [
    ['md5', claimed.md5, md5?.digest('hex')],
    ['blake2_256', claimed.blake2b256, blake2b256?.digest('hex')],
  ] as const) {
    if (said && is !== undefined && said.toLowerCase() !== is)
      return bad({ kind: 'wrong-digest', algorithm, claimed: said.slice(0, 128), found: is });
  }
  return ok({ sha256: found.value, sizeBytes });
}
