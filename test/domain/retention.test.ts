import { expect, test } from 'vitest';
import { findOutdated } from '../../src/domain/retention.ts';
import { sha256Of } from '../../src/domain/sha256.ts';

const day = 24 * 60 * 60 * 1000;
const now = 1000 * day;

/** A file of that build tag, published so many days ago. */
const file = (tag: string, daysAgo: number, platform = 'linux_x86_64') => {
  const filename = `demo-1.0-${tag === '' ? '' : `${tag}-`}cp311-cp311-${platform}.whl`;
  return { filename, sha256: sha256Of(filename), publishedAt: now - daysAgo * day };
};

test.each([
  ['a single file, however old', [['', 900]], 1, 0, []],
  [
    'what has only as many newer ones as are kept',
    [
      ['', 900],
      ['1', 800],
    ],
    2,
    0,
    [],
  ],
  [
    'the older of two, when one is kept',
    [
      ['', 900],
      ['1', 800],
    ],
    1,
    90,
    [''],
  ],
  [
    'all but the newest of many, by number and not by text',
    [
      ['2', 900],
      ['10', 800],
      ['9', 850],
    ],
    1,
    90,
    ['2', '9'],
  ],
  [
    'what was the newest a short while ago, however old it is',
    [
      ['', 900],
      ['1', 10],
    ],
    1,
    90,
    [],
  ],
] as const)('of %s', (_title, given, keep, days, outdated) => {
  const files = given.map(([tag, daysAgo]) => file(tag, daysAgo));
  const found = findOutdated(files, { rule: { keep, milliseconds: days * day }, now });
  expect(found.map(({ filename }) => filename)).toEqual(outdated.map((tag) => file(tag, 0).filename));
});

test('builds of another version or for another platform are no newer ones of the same', () => {
  const other = { ...file('1', 500), filename: 'demo-2.0-1-cp311-cp311-linux_x86_64.whl' };
  const files = [file('', 900), file('1', 800, 'linux_aarch64'), other];
  expect(findOutdated(files, { rule: { keep: 1, milliseconds: 0 }, now })).toEqual([]);
});
