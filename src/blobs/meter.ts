import { createHash } from 'node:crypto';
import { parseSha256, type Sha256 } from '../domain/sha256.ts';
import { BlobMismatch, BlobTooLarge } from '../farm/ports.ts';

export type Promised = { readonly expect?: Sha256; readonly limitBytes?: number };
export type Measured = { readonly sha256: Sha256; readonly sizeBytes: number };

/** A stage of a pipeline that hashes and counts what passes. Fails, before the end gets through, when it is not as promised. */
export type Meter = {
  readonly pass: (chunks: AsyncIterable<Uint8Array | string>) => AsyncGenerator<Uint8Array>;
  /** To be asked once, after all has passed. */
  readonly measured: () => Measured;
};

export function openMeter({ expect, limitBytes = Infinity }: Promised): Meter {
  const hash = createHash('sha256');
  let sizeBytes = 0;
  let measured: Measured | null = null;
  return {
    pass: async function* (chunks) {
      for await (const chunk of chunks) {
        const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
        sizeBytes += bytes.byteLength;
        if (sizeBytes > limitBytes) throw new BlobTooLarge(`larger than ${limitBytes} bytes`);
        hash.update(bytes);
        yield bytes;
      }
      const sha256 = parseSha256(hash.digest('hex'));
      if (!sha256.ok) throw new Error(sha256.problem);
      if (expect !== undefined && sha256.value !== expect) {
        throw new BlobMismatch(`sha256 should be ${expect}, but is ${sha256.value}`);
      }
      measured = { sha256: sha256.value, sizeBytes };
    },
    measured: () => {
      if (measured === null) throw new Error('a blob was measured before its end');
      return measured;
    },
  };
}
