import { Readable } from 'node:stream';
import { openDiskBlobs } from '../../src/blobs/disk-blobs.ts';

/** Run where files may not grow beyond some size: says what a blob larger than that fails with. */
const [folder = ''] = process.argv.slice(2);
const blobs = await openDiskBlobs({ folder });
await blobs.put(Readable.from([Buffer.alloc(1_000_000)])).catch((error: unknown) => {
  console.log(error instanceof Error ? `${error.name}: ${error.message}` : error);
});
