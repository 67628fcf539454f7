import { createReadStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openDiskBlobs } from '../../src/blobs/disk-blobs.ts';
import type { LogLine } from '../../src/domain/log-line.ts';
import type { AttemptId } from '../../src/domain/plan.ts';
import {
  openLogWriter,
  type FinishedLog,
  type LogBounds,
  type LogWriter,
} from '../../src/farm/log-writer.ts';
import { Outage, type LiveLogs } from '../../src/farm/ports.ts';
import { readLogFile } from '../../src/farm/read-log-file.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wheelyard-log-'));
});
afterEach(() => rm(folder, { recursive: true }));

function openLiveLogs(first = 0): LiveLogs & { readonly lines: LogLine[] } {
  const lines: LogLine[] = [];
  return {
    lines,
    nextNumber: async () => first,
    append: async (_id, more) => void lines.push(...more),
    read: async () => ({ lines, ended: false }),
    finish: async () => {},
    readOutline: async () => ({ first, runs: [] }),
    readProgress: async () => [],
  };
}

const open = (
  liveLogs: LiveLogs,
  bounds: LogBounds = { headBytes: 100_000, tailBytes: 1000 },
): Promise<LogWriter> =>
  openLogWriter({ attempt: '1.1' as AttemptId, liveLogs, clock: () => 5, bounds, file: join(folder, 'log') });

async function readStored({ outline, ...log }: FinishedLog): Promise<readonly LogLine[]> {
  const blobs = await openDiskBlobs({ folder: join(folder, 'blobs') });
  const { sha256 } = await blobs.put(createReadStream(join(folder, 'log')));
  return (await Array.fromAsync(readLogFile(blobs, { ...log, sha256, outline }, 0))).flat();
}

test('the stored log and the one that is followed are the same lines', async () => {
  const live = openLiveLogs();
  const log = await open(live);
  log.say('image', 'ready');
  await log.write('build', Buffer.from('one\ntwo'));
  await log.write('build', Buffer.from(' and a half\nlast'));
  const finished = await log.finish();
  const { lines, cutBytes } = finished;
  expect(await readStored(finished)).toEqual([
    { number: 0, at: 5, phase: 'image', voice: 'farm', text: 'ready' },
    { number: 1, at: 5, phase: 'build', voice: 'build', text: 'one' },
    { number: 2, at: 5, phase: 'build', voice: 'build', text: 'two and a half' },
    { number: 3, at: 5, phase: 'build', voice: 'build', text: 'last' },
  ]);
  expect(live.lines).toEqual(await readStored(finished));
  expect({ lines, cutBytes }).toEqual({ lines: 4, cutBytes: 0 });
});

const line = (number: number): string => `line ${String(number).padStart(6, '0')} ${'x'.repeat(80)}\n`;

test('of too much output the head and the tail are kept, and what was cut is said between them', async () => {
  const log = await open(openLiveLogs(), { headBytes: 10_000, tailBytes: 2000 });
  for (let number = 0; number < 50_000; number += 100) {
    await log.write(
      'build',
      Buffer.from(Array.from({ length: 100 }, (_, index) => line(number + index)).join('')),
    );
  }
  const finished = await log.finish();
  const { cutBytes, buildLines } = finished;
  const lines = await readStored(finished);
  expect(lines[0]?.text).toContain('line 000000');
  expect(lines.at(-1)?.text).toContain('line 049999');
  const said = lines.filter(({ voice }) => voice === 'farm').map(({ text }) => text);
  expect(said).toEqual([
    `${cutBytes} bytes of output cut here: a log keeps its first 10000 and last 2000 bytes`,
  ]);
  const kept = buildLines.reduce((sum, text) => sum + text.length + 1, 0);
  expect(kept).toBeLessThan(25_000);
  expect(kept + cutBytes).toBe(50_000 * line(0).length);
});

test('a flood of empty lines is bounded like any other output', async () => {
  const log = await open(openLiveLogs(), { headBytes: 10_000, tailBytes: 2000 });
  for (let piece = 0; piece < 50; piece++) await log.write('build', Buffer.alloc(64 * 1024, '\n'));
  expect((await readStored(await log.finish())).length).toBeLessThan(70_000);
});

test('while nobody can follow, the log is kept all the same', async () => {
  const away: LiveLogs = {
    ...openLiveLogs(),
    nextNumber: () => Promise.reject(new Outage('away')),
    append: () => Promise.reject(new Outage('away')),
    finish: () => Promise.reject(new Outage('away')),
  };
  const log = await open(away);
  await log.write('build', Buffer.from('heard by nobody\n'));
  expect((await readStored(await log.finish())).map(({ text }) => text)).toEqual(['heard by nobody']);
});

test('an attempt that another worker had begun goes on counting where that one stopped', async () => {
  const live = openLiveLogs(40);
  const log = await open(live);
  log.say('image', 'again');
  await log.finish();
  expect(live.lines.map(({ number }) => number)).toEqual([40]);
});
