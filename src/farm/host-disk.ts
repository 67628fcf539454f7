import { Outage } from './ports.ts';

const troubles: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT', 'EROFS', 'EIO', 'EMFILE', 'ENFILE']);

/** Waits for work on this host's own disk; a disk that is full or broken is nobody's fault but the farm's. */
export async function onHostDisk<Value>(work: Promise<Value>): Promise<Value> {
  try {
    return await work;
  } catch (error) {
    const isTrouble =
      error instanceof Error && 'code' in error && typeof error.code === 'string' && troubles.has(error.code);
    throw isTrouble ? new Outage(`the disk of this host: ${error.message}`, { cause: error }) : error;
  }
}
