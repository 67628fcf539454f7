import { buffer } from 'node:stream/consumers';
import { pack, type Header } from 'tar-stream';

export type ZooEntry = Pick<Header, 'name'> &
  Partial<Pick<Header, 'linkname' | 'devmajor' | 'devminor' | 'type'>> & {
    readonly content?: string | Buffer;
  };

/** One time for all: archives are the same on every run, and after 1980, before which a wheel cannot date a file. */
export const fixedTime = new Date('2026-01-01T00:00:00Z');

/** A tar archive of these entries, in this order, uncompressed. */
export async function packEntries(entries: readonly ZooEntry[]): Promise<Buffer> {
  const stream = pack();
  for (const { content, ...header } of entries) {
    stream.entry({ ...header, mtime: fixedTime }, content ?? '');
  }
  stream.finalize();
  return buffer(stream);
}

/** `zoo_two_wheels-1.0` is the folder of `zoo-two-wheels 1.0`. */
export function pkgInfoOf(topFolder: string): string {
  const [name = '', version = ''] = topFolder.split('-');
  return `Metadata-Version: 2.1\nName: ${name.replaceAll('_', '-')}\nVersion: ${version}\n`;
}
