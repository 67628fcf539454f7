import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { zstdCompressSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDiskBlobs } from '../../src/blobs/disk-blobs.ts';
import { openCatalogue } from '../../src/catalogue/open-catalogue.ts';
import { sha256Of } from '../../src/domain/sha256.ts';
import type { Catalogue } from '../../src/farm/catalogue-port.ts';
import { keepIndex } from '../../src/farm/keep-file-index.ts';
import { Outage, type Blobs } from '../../src/farm/ports.ts';
import { bookworm } from '../contracts/catalogue-samples.ts';
import { fileEntry, packageEntry } from '../contracts/file-index-samples.ts';

const opened = new AsyncDisposableStack();
let catalogue: Catalogue;
let blobs: Blobs;

beforeAll(async () => {
  const folder = opened.use(await mkdtempDisposable(join(tmpdir(), 'wy-keep-index-')));
  catalogue = opened.use(await openCatalogue({ file: join(folder.path, 'catalogue.db') }));
  blobs = await openDiskBlobs({ folder: join(folder.path, 'blobs') });
});
afterAll(() => opened.disposeAsync());

const image = sha256Of('image');
const header = fileEntry('header', { path: '/usr/include/yaml.h', package: 'libyaml-dev' });
const good = [packageEntry('libyaml-dev'), header].map((entry) => JSON.stringify(entry));
const whole = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('');

async function keep(content: Uint8Array) {
  const { sha256: blob } = await blobs.put(Readable.from([content]));
  return keepIndex({ catalogue, blobs, clock: () => 7 }, { target: bookworm, image, blob });
}

const namedLine = (change: object): string => whole([...good, JSON.stringify({ ...header, ...change })]);

test('an index that a worker made counts from then on', async () => {
  const index = { target: bookworm, image, madeAt: 7 };
  expect(await keep(zstdCompressSync(whole(good)))).toEqual({ ok: true, value: index });
  expect(await catalogue.findFileIndex(bookworm)).toEqual(index);
});

test.each<readonly [string, string, RegExp]>([
  ['a line that is no JSON', whole([...good, '{"entry":']), /^line 3 of the file index is no JSON$/],
  [
    'an entry of another sort',
    namedLine({ entry: 'secret' }),
    /^line 3 of the file index is no entry: entry: /,
  ],
  ['a kind that there is not', namedLine({ kind: 'words' }), /^line 3 of the file index is no entry: kind: /],
  [
    'a path that leads nowhere',
    namedLine({ path: 'yaml.h' }),
    /^line 3 of the file index is no entry: path: /,
  ],
  [
    'a name without end',
    namedLine({ name: 'x'.repeat(300) }),
    /^line 3 of the file index is no entry: name: /,
  ],
  ['a line without end', whole([...good, 'x'.repeat(300_000)]), /^line 3 of the file index is no JSON$/],
  ['a fact that nobody asked for', namedLine({ more: 1 }), /^line 3 of the file index is no entry: /],
  ['half a line', whole(good).slice(0, -1), /^the file index ends in the middle of a line$/],
  [
    'a package of which nothing is said',
    whole(good.slice(1)),
    /names libyaml-dev without saying what it is$/,
  ],
  ['nothing', '', /^the file index is empty$/],
])('one with %s is refused with a sentence, and the old one stays', async (_what, text, sentence) => {
  const before = await keep(zstdCompressSync(whole(good)));
  const answer = await keep(zstdCompressSync(text));
  expect(answer).toEqual({ ok: false, problem: expect.stringMatching(sentence) });
  expect(await catalogue.findFileIndex(bookworm)).toEqual(before.ok && before.value);
  const [found] = await catalogue.findProviders(bookworm, [{ kind: 'header', name: 'yaml.h' }]);
  expect(found?.providers).toHaveLength(1);
});

test('what is no zstd is refused with a sentence', async () => {
  expect(await keep(Buffer.from('no zstd'))).toEqual({ ok: false, problem: 'the file index is no zstd' });
});

test('a blob that is not there is an outage: it may come back', async () => {
  const made = { target: bookworm, image, blob: sha256Of('nowhere') };
  await expect(keepIndex({ catalogue, blobs, clock: () => 7 }, made)).rejects.toBeInstanceOf(Outage);
});
