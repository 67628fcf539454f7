import { expect, test } from 'vitest';
import { parseAnsi } from '../../src/dashboard/log/parse-ansi.ts';

const texts = (line: string) => parseAnsi(line).map(({ text }) => text);

test('a line without colours is one plain piece, whatever it looks like', () => {
  const [piece, ...rest] = parseAnsi('<script>alert(1)</script> [31m not a sequence');
  expect(piece).toMatchObject({
    text: '<script>alert(1)</script> [31m not a sequence',
    style: { ink: null, isBold: false },
  });
  expect(rest).toEqual([]);
});

test.each([
  ['\u001b[31mred\u001b[0m', { ink: 1, ground: null }],
  ['\u001b[1;94mblue', { ink: 12, isBold: true }],
  ['\u001b[42mground', { ground: 2 }],
  ['\u001b[107mground', { ground: 15 }],
  ['\u001b[38;5;9mpalette', { ink: 9 }],
  ['\u001b[38;5;196mcube', { ink: 'rgb(255, 0, 0)' }],
  ['\u001b[48;5;255mgrey', { ground: 'rgb(238, 238, 238)' }],
  ['\u001b[38;2;1;2;999mown', { ink: 'rgb(1, 2, 255)' }],
  ['\u001b[38;2;1;2;3;4munderlined too', { ink: 'rgb(1, 2, 3)', isUnderlined: true }],
  ['\u001b[31m\u001b[mplain again', { ink: null }],
  ['\u001b[31;39;1;22;777;38;5;256;38mnothing', { ink: null, isBold: false }],
])('%j is shown as a terminal shows it', (line, style) => {
  expect(parseAnsi(line)[0]?.style).toMatchObject(style);
});

test('no text is lost between colours', () => {
  expect(texts('a\u001b[1mb\u001b[0m\u001b[31m\u001b[0mc')).toEqual(['a', 'b', 'c']);
  expect(texts('')).toEqual([]);
});

test('a line of nothing but colours becomes few pieces, with all of its text', () => {
  const line = Array.from({ length: 3000 }, (_, index) => `\u001b[3${index % 8}mx`).join('');
  expect(texts(line).length).toBeLessThan(600);
  expect(texts(line).join('')).toBe('x'.repeat(3000));
});
