import { gzipSync } from 'node:zlib';
import { pack, type Header } from 'tar-stream';
import { fixedTime, packEntries, pkgInfoOf, type ZooEntry } from './pack-entries.ts';

/** Archives that no folder can hold. Each gets the top folder that its sdist should have. */
export const hostileArchives: Readonly<Record<string, (topFolder: string) => Promise<Buffer>>> = {
  'symlink-escape': (top) =>
    withEntry(top, { name: `${top}/passwd`, type: 'symlink', linkname: '/etc/passwd' }),
  'device-file': (top) =>
    withEntry(top, { name: `${top}/mem`, type: 'character-device', devmajor: 1, devminor: 1 }),
  'absolute-path': (top) => withEntry(top, { name: '/etc/zoo-was-here', content: 'zoo' }),
  'parent-path': (top) => withEntry(top, { name: `${top}/../../zoo-was-here`, content: 'zoo' }),
  'duplicate-path': (top) => withEntry(top, { name: `${top}/setup.py`, content: 'raise SystemExit(1)\n' }),
  'two-top-folders': (top) => withEntry(top, { name: 'elsewhere/setup.py', content: '' }),
  'not-an-archive': () => Promise.resolve(Buffer.from('These are words, not an archive. '.repeat(100))),
  'cut-short': async (top) => {
    const whole = await withEntry(top, { name: `${top}/data.txt`, content: longText() });
    return whole.subarray(0, whole.length >> 1);
  },
  'tar-bomb': makeBomb,
};

const plainEntries = (top: string): readonly ZooEntry[] => [
  { name: `${top}/PKG-INFO`, content: pkgInfoOf(top) },
  { name: `${top}/setup.py`, content: 'from setuptools import setup\n\nsetup()\n' },
];

const withEntry = async (top: string, entry: ZooEntry): Promise<Buffer> =>
  gzipSync(await packEntries([...plainEntries(top), entry]));

/** Text that gzip cannot make small, the same each time. */
function longText(): string {
  let state = 1;
  return Array.from({ length: 20_000 }, () => {
    state = (state * 48_271) % 2_147_483_647;
    return state.toString(36);
  }).join('\n');
}

const GiB = 1024 ** 3;
const blockBytes = 64 * 1024 ** 2;

/** 8 GiB of zeros. A gzip file may be several in a row, so one compressed block of zeros serves for all of them. */
async function makeBomb(top: string): Promise<Buffer> {
  const start = await packEntries(plainEntries(top));
  const zeros = gzipSync(Buffer.alloc(blockBytes), { level: 9 });
  const files = ['one', 'two', 'three', 'four'].map(async (name) => [
    gzipSync(await headerOf({ name: `${top}/${name}`, size: 2 * GiB, mtime: fixedTime })),
    ...Array.from({ length: (2 * GiB) / blockBytes }, () => zeros),
  ]);
  const endOfArchive = gzipSync(Buffer.alloc(1024));
  // The pack ends with the two empty blocks that end an archive; here it goes on.
  return Buffer.concat([
    gzipSync(start.subarray(0, -1024)),
    ...(await Promise.all(files)).flat(),
    endOfArchive,
  ]);
}

/** The 512 bytes before a file's content. */
async function headerOf(header: Pick<Header, 'name' | 'size' | 'mtime'>): Promise<Buffer> {
  const stream = pack();
  stream.entry(header);
  for await (const chunk of stream) {
    if (chunk instanceof Uint8Array) return Buffer.from(chunk);
  }
  throw new Error('the packer gave no header');
}
