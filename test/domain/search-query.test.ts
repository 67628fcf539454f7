import { expect, test } from 'vitest';
import { parseSearch } from '../../src/domain/search-query.ts';

test.each([
  ['17', 17],
  ['#17', 17],
  ['#17.2', 17],
  ['build 17', 17],
  ['5.3.0', null],
  ['#0', null],
])('%s names build %s', (text, build) => {
  expect(parseSearch(text).build).toBe(build);
});

test.each([
  ['lxml 5.3', 'lxml', '5.3'],
  ['lxml==5.3.0', 'lxml', '5.3.0'],
  ['Zope.Interface == v6', 'zope-interface', '6'],
  ['lxml-5.3.0.tar.gz', 'lxml', '5.3.0'],
  ['lxml-5.3.0', 'lxml', '5.3.0'],
  ['lxml-5.3.0-1-cp311-cp311-linux_x86_64.whl', 'lxml', '5.3.0'],
])('%s names a release of %s that begins with %s', (text, project, version) => {
  expect(parseSearch(text).releases).toMatchObject([{ project, version }]);
});

test('words are what a failure must have, without those that are too short to be found', () => {
  expect(parseSearch('  No such  FILE such ').words).toEqual(['such', 'file']);
  expect(parseSearch('yaml.h').words).toEqual(['yaml.h']);
  expect(parseSearch('a b c').words).toEqual([]);
});

test('a name is looked for as projects are written', () => {
  expect(parseSearch('Zope_Inter').name).toBe('zope-inter');
  expect(parseSearch('naïve').name).toBeNull();
});

test('whatever is typed, it is read as something bounded', () => {
  const hostile = ['', '\0', '"', '*', '\u202e\u0000abc', 'x'.repeat(10_000), '\ud800', 'a '.repeat(5000)];
  for (const text of hostile) {
    const { words, name } = parseSearch(text);
    expect(words.length).toBeLessThanOrEqual(8);
    expect(words.join('').length).toBeLessThanOrEqual(200);
    expect(words.join('')).not.toMatch(/\p{Cc}|\p{Cf}|\p{Cs}/u);
    expect((name ?? '').length).toBeLessThanOrEqual(128);
  }
});
