import { expect, test } from 'vitest';
import { readDiff } from '../../src/dashboard/recipes/read-diff.ts';

const show = (before: string, after: string): readonly string[] =>
  readDiff(before, after).flatMap(({ head, lines }) => [
    head,
    ...lines.map((line) => `${line.before ?? ''}|${line.after ?? ''}|${line.kind}|${line.text}`),
  ]);

test('a file that was not there is added line by line', () => {
  expect(show('', 'project: lxml\n')).toEqual(['@@ -1,0 +1,1 @@', '|1|added|project: lxml']);
});

test('what differs stands among three lines that stay, each with its numbers', () => {
  const before = '1\n2\n3\n4\n5\n6\n7\n8\n9\n';
  expect(show(before, before.replace('5', 'five'))).toEqual([
    '@@ -2,7 +2,7 @@',
    '2|2|kept|2',
    '3|3|kept|3',
    '4|4|kept|4',
    '5||removed|5',
    '|5|added|five',
    '6|6|kept|6',
    '7|7|kept|7',
    '8|8|kept|8',
  ]);
});

test('texts that are alike, but for the end of their last line, have no line that is not one', () => {
  expect(show('same\n', 'same\n')).toEqual([]);
  expect(show('a', 'a\nb\n').filter((line) => line.includes('No newline'))).toEqual([]);
});
