import { expect, test } from 'vitest';
import { compareBuildTags, standAmong, withBuildTag } from '../../src/domain/build-tag.ts';
import { sha256Of } from '../../src/domain/sha256.ts';

const file = (filename: string, content = filename) => ({ filename, sha256: sha256Of(content) });
const plain = 'demo-1.0-cp311-cp311-linux_x86_64.whl';
const tagged = (tag: string): string => `demo-1.0-${tag}-cp311-cp311-linux_x86_64.whl`;

test.each([
  ['nothing is there', plain, [], { kind: 'first' }],
  ['only another version is there', plain, ['demo-1.1-cp311-cp311-linux_x86_64.whl'], { kind: 'first' }],
  ['only other tags are there', plain, ['demo-1.0-cp311-abi3-linux_x86_64.whl'], { kind: 'first' }],
  ['only its sdist is there', plain, ['demo-1.0.tar.gz'], { kind: 'first' }],
  ['another of its name is there', plain, [plain], { kind: 'compare', file: plain, tag: '1' }],
  ['a tag is in use', plain, [plain, tagged('1')], { kind: 'compare', file: tagged('1'), tag: '2' }],
  [
    'tags go by number, not by text',
    plain,
    [tagged('10'), tagged('9')],
    { kind: 'compare', file: tagged('10'), tag: '11' },
  ],
  [
    'a tag has a rest',
    plain,
    [tagged('2b'), tagged('2a')],
    { kind: 'compare', file: tagged('2b'), tag: '3' },
  ],
  ['its own tag goes before', tagged('3'), [plain, tagged('2')], { kind: 'first' }],
  ['its own tag goes behind', tagged('1'), [tagged('2')], { kind: 'compare', file: tagged('2'), tag: '3' }],
  [
    'the version is written otherwise',
    plain,
    ['demo-1.0.0-cp311-cp311-linux_x86_64.whl'],
    { kind: 'compare', file: 'demo-1.0.0-cp311-cp311-linux_x86_64.whl', tag: '1' },
  ],
  ['a tag is too large to raise', plain, [tagged('9'.repeat(30))], { kind: 'first' }],
])('a rebuilt wheel when %s', (_title, filename, there, expected) => {
  const wheel = file(filename, 'the new one');
  const { kind, ...rest } = standAmong(
    wheel,
    there.map((name) => file(name)),
  );
  const seen = 'file' in rest ? { ...rest, file: rest.file.filename } : rest;
  expect({ kind, ...seen }).toEqual(expected);
});

test('the very wheel that is there already is known', () => {
  expect(standAmong(file(plain), [file(plain)])).toEqual({ kind: 'known', file: file(plain) });
});

test('a wheel that is as an older one was, but not as the newest, needs a tag of its own', () => {
  expect(standAmong(file(plain), [file(plain), file(tagged('1'))])).toMatchObject({ tag: '2' });
});

test('a build tag goes behind the version, in place of the one that was there', () => {
  expect(withBuildTag(plain, '1')).toBe(tagged('1'));
  expect(withBuildTag(tagged('1'), '2')).toBe(tagged('2'));
});

test('a wheel without a build tag is older than one with the tag 0', () => {
  expect(compareBuildTags(plain, tagged('0'))).toBeLessThan(0);
});
