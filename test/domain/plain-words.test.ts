import { describe, expect, test } from 'vitest';
import * as fc from 'fast-check';
import { explainFailure } from '../../src/domain/failure.ts';
import { inOneLine, plainWords } from '../../src/domain/plain-words.ts';

describe("strangers' words", () => {
  test.each([
    ['plain words, größer, 日本語, 👩‍💻, and\ta tab', 'plain words, größer, 日本語, 👩‍💻, and\ta tab'],
    ['\u001b[31mred\u001b[0m', 'red'],
    ['\u001b]0;title\u0007', '␛]0;title␇'],
    ['\u001b[2J\u001b[1;1H', '␛[2J␛[1;1H'],
    ['a\u0000b\rc\nd\u007f', 'a␀b␍c d␡'],
    ['user \u202Etxt.exe\u202C', 'user <U+202E>txt.exe<U+202C>'],
    ['\u009b31m, \u2028, \u200b, \ufeff', '<U+009B>31m, <U+2028>, <U+200B>, <U+FEFF>'],
    ['half \ud83d of a sign', 'half \ufffd of a sign'],
  ])('%j show as %j', (text, shown) => expect(plainWords(text)).toBe(shown));

  test('never hold anything that a page or a terminal could obey, and saying them twice changes nothing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const shown = plainWords(text);
        expect(shown).not.toMatch(/[^\P{Cc}\t]|[\u202a-\u202e\u2066-\u2069\u2028\u2029]/u);
        expect(plainWords(shown)).toBe(shown);
      }),
    );
  });

  test('stand in the sentence of a failure as signs, too', () => {
    const line = 'error: \u001b[1mno\u001b[0m \u202Eway';
    expect(explainFailure({ kind: 'unknown', exitCode: 1, line })).toBe(
      'failed with exit code 1: error: no <U+202E>way',
    );
  });
});

test('words in one line begin no line of their own and turn no direction of writing', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(inOneLine(text)).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]|^ | $| {2}/u);
    }),
  );
  expect(inOneLine(' a\r\nBcc: b\u202e\u2028c ')).toBe('a Bcc: b c');
});
