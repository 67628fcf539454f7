import { expect, test } from 'vitest';
import { assignSymbols, findLost } from '../../src/domain/symbols.ts';

test.each([
  ['a version that is there', ['f@V1'], ['f@V1', 'f@V2'], []],
  ['a version that is gone', ['f@V1'], ['f@V2'], ['f@V1']],
  ['no version, of a library that has several', ['f'], ['f@V1', 'f@V2'], []],
  ['a version, of a library that has none any more', ['f@V1'], ['f'], []],
  ['a name that is gone', ['f', 'g'], ['g'], ['f']],
])('a wheel that uses %s', (_title, used, offered, lost) => {
  expect(findLost(used, offered)).toEqual(lost);
});

test('what a wheel wants is assigned to the libraries that offer it, and what none offers to none', () => {
  const offered = { 'liba.so.1': ['a@A1', 'both'], 'libb.so.1': ['b', 'both'], 'libc++.so.1': ['c'] };
  expect(assignSymbols(['b', 'a@A1', 'both', 'PyErr_Occurred'], offered)).toEqual({
    'liba.so.1': ['a@A1', 'both'],
    'libb.so.1': ['b', 'both'],
    'libc++.so.1': [],
  });
});

test('a wheel that uses symbols by the ten thousand is not looked at so closely', () => {
  const many = Array.from({ length: 10_000 }, (_, index) => `f${index}`);
  expect(assignSymbols(many, { 'liba.so.1': many })).toBe(null);
});
