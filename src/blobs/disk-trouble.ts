import { Outage } from '../farm/ports.ts';

/** What a disk says when it is not in order; anything else is somebody's mistake and stays what it is. */
const diskTroubles: ReadonlyMap<string, string> = new Map([
  ['ENOSPC', 'the disk is full'],
  ['EDQUOT', 'the disk quota is used up'],
  ['EFBIG', 'the file is larger than the host allows'],
  ['EROFS', 'the disk is read-only'],
  ['EIO', 'the disk fails'],
  ['EACCES', 'the folder may not be used'],
  ['EMFILE', 'too many open files'],
  ['ENFILE', 'too many open files on the host'],
  ['ENOENT', 'the folder is gone'],
]);

/** Waits for work on our own disk, and names what it fails with. */
export async function onDisk<Value>(work: Promise<Value>): Promise<Value> {
  try {
    return await work;
  } catch (error) {
    const trouble = diskTroubles.get(codeOf(error));
    throw trouble === undefined ? error : new Outage(`blobs can not be kept: ${trouble}`, { cause: error });
  }
}

export const isMissing = (error: unknown): boolean => codeOf(error) === 'ENOENT';

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
