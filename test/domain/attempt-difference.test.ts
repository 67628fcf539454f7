import { expect, test } from 'vitest';
import { tellDifference, type GivenAttempt } from '../../src/domain/attempt-difference.ts';

const first: GivenAttempt = {
  kind: 'build',
  osPackages: ['libxml2-dev'],
  image: 'one',
  wheels: [],
  extraRequires: [],
  loosened: [],
  memoryBytes: 1024,
};

test('the first attempt differs by all that it was given', () => {
  expect(tellDifference(null, first)).toEqual([{ kind: 'added', what: 'OS package', name: 'libxml2-dev' }]);
});

test('what came and went between two attempts is told; other packages make another image, which is not said twice', () => {
  const second = {
    ...first,
    image: 'two',
    osPackages: ['libyaml-dev'],
    wheels: ['cython-3.0-py3-none-any.whl'],
    extraRequires: ['numpy'],
    loosened: ['cython'],
    memoryBytes: 2048,
  };
  expect(tellDifference(first, second)).toEqual([
    { kind: 'added', what: 'OS package', name: 'libyaml-dev' },
    { kind: 'dropped', what: 'OS package', name: 'libxml2-dev' },
    { kind: 'added', what: 'wheel', name: 'cython-3.0-py3-none-any.whl' },
    { kind: 'requires', name: 'numpy' },
    { kind: 'loosened', name: 'cython' },
    { kind: 'memory', bytes: 2048 },
  ]);
});

test('an image that was made anew is told; an attempt that got to none is not held against it', () => {
  expect(tellDifference(first, { ...first, image: 'two' })).toEqual([{ kind: 'image' }]);
  expect(tellDifference(first, { ...first, image: null })).toEqual([{ kind: 'same' }]);
});
