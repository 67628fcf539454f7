import { openAsBlob } from 'node:fs';
import { stat } from 'node:fs/promises';

/** Null where there is no such file. The content is read from disk as it is sent, never as a whole. */
export async function openFile(path: string): Promise<Blob | null> {
  const facts = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return null;
    throw error;
  });
  return facts?.isFile() ? openAsBlob(path) : null;
}
