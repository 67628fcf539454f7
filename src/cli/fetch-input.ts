import { createHash } from 'node:crypto';
import type { FarmClient } from './farm-client.ts';
import { NotAFarm } from './farm-errors.ts';

/** A file of the farm as it comes; fails at its end when it is not what its hash says. */
export async function* fetchInput(
  farm: FarmClient,
  file: { readonly href: string; readonly sha256: string; readonly sizeBytes: number },
): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256');
  let sizeBytes = 0;
  for await (const piece of farm.openContent({ path: file.href.replace(/^\/+/, '') })) {
    sizeBytes += piece.length;
    if (sizeBytes > file.sizeBytes) throw new NotAFarm(`${file.href} is longer than the farm said`);
    hash.update(piece);
    yield piece;
  }
  if (hash.digest('hex') !== file.sha256) throw new NotAFarm(`${file.href} is not what its hash says`);
}
