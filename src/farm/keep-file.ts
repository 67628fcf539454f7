import { createReadStream } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import type { Sha256 } from '../domain/sha256.ts';
import { Outage, type Blobs, type Clock } from './ports.ts';

const longestWait = 10 * 60 * 1000;
const firstPause = 200;
const longestPause = 5000;

/**
 * Keeps a file that an attempt has made. Waits for blobs that are away, a restart of the server, say: what took an hour
 * to build is worth it. Throws Outage when they stay away.
 */
export async function keepFile(
  worker: { readonly blobs: Blobs; readonly clock: Clock },
  made: { readonly file: string; readonly expect?: Sha256; readonly signal: AbortSignal },
): Promise<Sha256> {
  const { file, signal, ...promised } = made;
  const deadline = worker.clock() + longestWait;
  for (let tries = 0; ; tries++) {
    try {
      return (await worker.blobs.put(createReadStream(file), promised)).sha256;
    } catch (error) {
      if (!(error instanceof Outage) || worker.clock() > deadline) throw error;
      await pause(Math.min(firstPause * 2 ** tries, longestPause), undefined, { signal });
    }
  }
}
