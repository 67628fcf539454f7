import { createReadStream } from 'node:fs';
import { mkdtempDisposable, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { zstdCompressSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDiskBlobs } from '../../src/blobs/disk-blobs.ts';
import type { LogLine } from '../../src/domain/log-line.ts';
import type { LogOutline } from '../../src/domain/log-outline.ts';
import type { StoredLog } from '../../src/domain/outcome.ts';
import { openLogFile } from '../../src/farm/log-file.ts';
import type { Blobs } from '../../src/farm/ports.ts';
import { readLogFile } from '../../src/farm/read-log-file.ts';

const opened = new AsyncDisposableStack();
const first = 40;
const lines: readonly LogLine[] = Array.from({ length: 20_000 }, (_, index) => ({
  number: first + index,
  at: 5,
  phase: index < 300 ? 'unpack' : 'build',
  voice: 'build',
  text: `${'größer '.repeat(4)}${index}`,
}));
let blobs: Blobs;
let file = '';
let outline: LogOutline = { runs: [], frames: [] };

beforeAll(async () => {
  const folder = opened.use(await mkdtempDisposable(join(tmpdir(), 'wheelyard-log-')));
  blobs = await openDiskBlobs({ folder: join(folder.path, 'blobs') });
  file = join(folder.path, 'log');
  const log = openLogFile(file);
  for (const line of lines) log.add(line);
  outline = await log.finish();
});
afterAll(() => opened.disposeAsync());

async function keep(content: Readable, outline?: LogOutline): Promise<StoredLog> {
  const { sha256 } = await blobs.put(content);
  return { sha256, lines: lines.length, cutBytes: 0, ...(outline && { outline }) };
}

const read = async (log: StoredLog, from: number): Promise<readonly LogLine[]> =>
  (await Array.fromAsync(readLogFile(blobs, log, from))).flat();

test('a log is read as it was written, from any line on', async () => {
  const log = await keep(createReadStream(file), outline);
  expect(await read(log, 0)).toEqual(lines);
  for (const from of [first, first + 1, first + 4999, first + 19_999])
    expect(await read(log, from)).toEqual(lines.slice(from - first));
  expect(await read(log, first + 20_000)).toEqual([]);
});

test('its outline says what stands in it', () => {
  expect(outline.runs).toEqual([
    ['unpack', 300],
    ['build', 19_700],
  ]);
  expect(outline.frames.length).toBeGreaterThan(3);
  expect(outline.frames[0]?.[0]).toBe(first);
});

test('nothing before the part that is asked for is read', async () => {
  const bytes = await readFile(file);
  const last = outline.frames.at(-1) ?? [0, 0];
  bytes.fill(0, 0, bytes.length - last[1]);
  const log = await keep(Readable.from([bytes]), outline);
  expect(await read(log, last[0])).toEqual(lines.slice(last[0] - first));
  await expect(read(log, last[0] - 1)).rejects.toThrow('Unknown frame');
});

test('a log from before there were outlines is read to its end', async () => {
  const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
  const log = await keep(Readable.from([zstdCompressSync(text)]));
  expect(await read(log, first + 10)).toEqual(lines.slice(10));
});

test('a file that can not be written is told at the end', async () => {
  const log = openLogFile(join(file, 'not-a-folder'));
  for (const line of lines) log.add(line);
  await expect(log.finish()).rejects.toThrow('ENOTDIR');
});
