import { constants, type Stats } from 'node:fs';
import { open } from 'node:fs/promises';
import { BlobMismatch, Outage, type Clock, type UpstreamSdist } from '../../farm/ports.ts';
import { verifyContent } from '../verify-content.ts';
import { unreadable } from './find-within.ts';

/** A file that nobody has written to for so long is whole. */
const settledMilliseconds = 2_000;

/**
 * Reads a file that somebody may be writing just now. What its page has a hash of is taken as soon as it is that; what has
 * none, once it has rested. An Outage says that it is to be tried again. The change time is gone by, which `cp -p` can't set back.
 */
export async function* readSettled(
  path: string,
  of: { readonly sdist: UpstreamSdist; readonly limitBytes: number; readonly clock: Clock },
): AsyncGenerator<Uint8Array> {
  const { sdist, clock } = of;
  const busy = (): Outage => new Outage(`${sdist.filename} is still being written`);
  const rests = ({ ctimeMs }: Stats): boolean => clock() - ctimeMs >= settledMilliseconds;
  // What has become a link or a pipe since it was looked at is neither followed nor waited for.
  const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
  await using file = await open(path, flags).catch((error: unknown) => {
    throw unreadable(path, error);
  });
  const before = await file.stat();
  if (!before.isFile()) throw new BlobMismatch(`${sdist.filename} is no file`);
  if (sdist.sha256 === null && !rests(before)) throw busy();
  try {
    yield* verifyContent(file.createReadStream({ autoClose: false }), of);
  } catch (error) {
    if (error instanceof BlobMismatch && !rests(await file.stat())) throw busy();
    throw error;
  }
  const after = await file.stat();
  if (after.size !== before.size || after.ctimeMs !== before.ctimeMs) throw busy();
}
