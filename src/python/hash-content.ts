import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { parseSha256, type Sha256 } from '../domain/sha256.ts';

export async function hashFile(file: string): Promise<Sha256> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) hash.update(chunk);
  return toSha256(hash.digest());
}

export function toSha256(digest: Buffer): Sha256 {
  const parsed = parseSha256(digest.toString('hex'));
  if (!parsed.ok) throw new TypeError(parsed.problem);
  return parsed.value;
}

export type HashedContent = {
  readonly digest: Buffer;
  readonly sizeBytes: number;
  /** The content's first bytes, at most as many as were asked for. */
  readonly start: Buffer;
};

/** Reads content to its end. */
export async function hashContent(
  content: AsyncIterable<Uint8Array>,
  keepBytes: number,
): Promise<HashedContent> {
  const hash = createHash('sha256');
  const kept: Uint8Array[] = [];
  let keptBytes = 0;
  let sizeBytes = 0;
  for await (const chunk of content) {
    hash.update(chunk);
    sizeBytes += chunk.byteLength;
    if (keptBytes === keepBytes) continue;
    const part = chunk.subarray(0, keepBytes - keptBytes);
    kept.push(part);
    keptBytes += part.byteLength;
  }
  return { digest: hash.digest(), sizeBytes, start: Buffer.concat(kept) };
}
