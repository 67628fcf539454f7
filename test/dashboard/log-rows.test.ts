import { expect, test } from 'vitest';
import { lineAddress, readLineAddress } from '../../src/dashboard/log/line-address.ts';
import { chunkLines, openLogRows, type LogRows } from '../../src/dashboard/log/log-rows.ts';
import type { AttemptStart } from '../../src/http/contract/log.ts';

const line = (number: number, phase = 'build') =>
  ({ number, at: 0, phase, voice: 'build', text: 'words' }) as const;
const start = (attempt: string): AttemptStart => ({
  attempt,
  kind: 'build',
  platform: 'linux/amd64',
  found: [],
});

const shownOf = (log: LogRows): readonly (string | number)[] =>
  Array.from({ length: log.count() }, (_, row) => {
    const shown = log.at(row);
    if (shown === null) return 'nothing';
    if (shown.kind === 'line') return shown.line === null ? '…' : shown.number;
    return shown.kind === 'phase' ? shown.run.phase : shown.start.attempt;
  });

test('a log that is read again from its beginning, as after a break, has each row once', () => {
  const log = openLogRows();
  const read = (): void => {
    log.begin(start('7.9'));
    for (const number of [0, 1, 2]) log.add('7.9', line(number));
    log.begin(start('7.10'));
    log.add('7.10', line(0));
  };
  read();
  read();
  log.add('7.10', line(1, 'collect'));
  expect(shownOf(log)).toEqual(['7.9', 'build', 0, 1, 2, '7.10', 'build', 0, 'collect', 1]);
  expect(log.last()).toEqual({ attempt: '7.10', number: 1 });
});

const outline = {
  attempts: [
    {
      ...start('7.1'),
      first: 0,
      lines: 1200,
      runs: [
        ['unpack', 10],
        ['build', 1190],
      ] as [string, number][],
    },
  ],
};

test('an outline is scrolled over before a line is there; what is looked at is asked for, each part once', () => {
  const log = openLogRows();
  log.describe(outline);
  expect(log.count()).toBe(1203);
  expect(log.lines()).toBe(1200);
  expect(log.lacking(0, 20)).toEqual([{ attempt: '7.1', from: 0 }]);
  expect(log.lacking(490, 1203)).toEqual([
    { attempt: '7.1', from: 0 },
    { attempt: '7.1', from: 500 },
    { attempt: '7.1', from: 1000 },
  ]);
  log.keep(
    { attempt: '7.1', from: 0 },
    Array.from({ length: chunkLines }, (_, number) => line(number)),
  );
  expect(log.lacking(0, 20)).toEqual([]);
  expect(log.at(2)).toMatchObject({ kind: 'line', number: 0, line: { number: 0 } });
  expect(log.at(12)).toMatchObject({ kind: 'phase', run: { phase: 'build', first: 10 } });
  expect(log.rowOf({ attempt: '7.1', number: 10 })).toBe(13);
});

test('a folded phase is one row; a line in it is where the phase is', () => {
  const log = openLogRows();
  log.describe(outline);
  log.fold('7.1:10', true);
  expect(log.count()).toBe(13);
  expect(log.rowOf({ attempt: '7.1', number: 800 })).toBe(12);
  expect(log.lacking(0, 13)).toEqual([{ attempt: '7.1', from: 0 }]);
  log.fold('7.1:10', false);
  expect(log.count()).toBe(1203);
});

test('lines that come are behind those of the outline; the page keeps only those that were looked at lately', () => {
  const log = openLogRows();
  log.describe(outline);
  for (let number = 1190; number < 201_200; number++) log.add('7.1', line(number));
  expect(log.lines()).toBe(201_200);
  expect(log.lacking(201_000, log.count())).toEqual([]);
  expect(log.lacking(3010, 3020)).toEqual([{ attempt: '7.1', from: 3000 }]);
});

test('a line has an address, which counts from 1 as people do', () => {
  expect(lineAddress({ attempt: '7.2', number: 123 })).toBe('#L2.124');
  expect(readLineAddress('#L2.124', 7)).toEqual({ attempt: '7.2', number: 123 });
  for (const hash of ['', '#L2', '#L0.1', '#L2.0', '#L2.1x', '#top'])
    expect(readLineAddress(hash, 7)).toBeNull();
});
