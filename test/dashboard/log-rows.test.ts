import { expect, test } from 'vitest';
import type { AttemptStart } from '../../src/http/contract/log.ts';
import { openLogRows, usualBounds } from '../../src/dashboard/log/log-rows.ts';

const line = (number: number, text = 'words') =>
  ({ number, at: 0, phase: 'build', voice: 'build', text }) as const;
const start = (attempt: string): AttemptStart => ({
  attempt,
  kind: 'build',
  platform: 'linux/amd64',
  found: [],
});

test('a log that is read again from its beginning, as after a break, has each row once', () => {
  const log = openLogRows();
  const read = (): void => {
    log.begin(start('7.1'));
    for (const number of [0, 1, 2]) log.add('7.1', line(number));
    log.begin(start('7.2'));
    log.add('7.2', line(0));
  };
  read();
  read();
  log.add('7.2', line(1));
  const shown = log.rows.map((row) => (row.kind === 'line' ? row.line.number : row.start.attempt));
  expect(shown).toEqual(['7.1', 0, 1, 2, '7.2', 0, 1]);
});

test('the tenth attempt comes after the ninth', () => {
  const log = openLogRows();
  log.add('7.9', line(5));
  log.add('7.10', line(0));
  log.add('7.9', line(6));
  expect(log.rows.length).toBe(2);
});

test.each([
  ['rows', { ...usualBounds, rows: 100 }, 'x'],
  ['characters', { ...usualBounds, characters: 100_000 }, 'x'.repeat(2000)],
])('a build that prints without end costs bounded %s; its newest lines stay', (_what, bounds, text) => {
  const log = openLogRows(bounds);
  for (let number = 0; number < 1000; number++) log.add('7.1', line(number, text));
  expect(log.rows.length).toBeLessThanOrEqual(100);
  expect(log.rows.length).toBeGreaterThan(30);
  expect(log.dropped + log.rows.length).toBe(1000);
  expect(log.rows.at(-1)).toMatchObject({ line: { number: 999 } });
});
