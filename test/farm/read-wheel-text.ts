import { Buffer } from 'node:buffer';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { fromBuffer, type Entry, type Options, type ZipFile } from 'yauzl';

/** One file of a wheel that is fetched from the farm. */
export async function readWheelText(url: string, path: string): Promise<string> {
  const wheel = Buffer.from(await (await fetch(url)).arrayBuffer());
  const zip = await promisify<Buffer, Options, ZipFile>(fromBuffer)(wheel, { lazyEntries: true });
  const entry = await findEntry(zip, path);
  return text(await promisify(zip.openReadStream.bind(zip))(entry));
}

async function findEntry(zip: ZipFile, path: string): Promise<Entry> {
  const ended = new AbortController();
  zip.once('end', () => ended.abort());
  for (;;) {
    const next = once(zip, 'entry', { signal: ended.signal });
    zip.readEntry();
    const [entry]: Entry[] = await next.catch(() => []);
    if (entry === undefined) throw new Error(`the wheel has no ${path}`);
    if (entry.fileName === path) return entry;
  }
}
