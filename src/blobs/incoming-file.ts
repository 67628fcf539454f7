import { mkdtempDisposable, open } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Readable } from 'node:stream';
import { onDisk } from './disk-trouble.ts';
import { openMeter, type Measured, type Promised } from './meter.ts';

/** A blob that is whole and on the disk, but has no place yet. Disposing removes it unless it was moved away. */
export type IncomingFile = { readonly path: string } & Measured & AsyncDisposable;

/** Takes a stream to its end, into a new, read-only file somewhere below `folder`. Leaves nothing when it fails. */
export async function receiveFile(
  folder: string,
  { content, ...promised }: { readonly content: Readable } & Promised,
): Promise<IncomingFile> {
  await using held = new AsyncDisposableStack();
  held.adopt(content, async () => void content.destroy());
  const place = held.use(await onDisk(mkdtempDisposable(join(folder, 'put-'))));
  const path = join(place.path, 'content');
  const meter = openMeter(promised);
  await writeFile(path, (write) =>
    pipeline(content, meter.pass, async (chunks: AsyncIterable<Uint8Array>) => {
      for await (const bytes of chunks) await write(bytes);
    }),
  );
  const kept = held.move();
  return { path, ...meter.measured(), [Symbol.asyncDispose]: () => kept.disposeAsync() };
}

type Write = (bytes: Uint8Array) => Promise<void>;

/** Only what is done to the file is said to be the disk's fault: the stream may fail for reasons of its own. */
async function writeFile(path: string, fill: (write: Write) => Promise<void>): Promise<void> {
  await using file = await onDisk(open(path, 'wx', 0o444));
  await fill((bytes) => onDisk(file.appendFile(bytes)));
  await onDisk(file.sync());
}
