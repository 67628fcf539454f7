import { createHash } from 'node:crypto';
import { BlobMismatch, BlobTooLarge, type UpstreamSdist } from '../farm/ports.ts';

/** Passes content on and fails at its end when it is not what the index promised: who stores it must wait for the end. */
export async function* verifyContent(
  content: AsyncIterable<Uint8Array>,
  promised: { readonly sdist: UpstreamSdist; readonly limitBytes: number },
): AsyncGenerator<Uint8Array> {
  const { sdist, limitBytes } = promised;
  const hash = createHash('sha256');
  let total = 0;
  for await (const chunk of content) {
    total += chunk.byteLength;
    if (total > limitBytes) throw new BlobTooLarge(`${sdist.filename} is larger than ${limitBytes} bytes`);
    hash.update(chunk);
    yield chunk;
  }
  const found = hash.digest('hex');
  if (sdist.sha256 !== null && found !== sdist.sha256) {
    throw new BlobMismatch(
      `${sdist.filename}: the index promises sha256 ${sdist.sha256}, the file has ${found}`,
    );
  }
}
