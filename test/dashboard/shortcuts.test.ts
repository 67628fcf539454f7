import { expect, test } from 'vitest';
import { pageKeys, readShortcut } from '../../src/dashboard/keys/shortcuts.ts';

test('each page has a key of its own behind g, and none without it', () => {
  const paths = pageKeys.map(([key]) => readShortcut(key, { hasBegun: true }));
  expect(paths).toEqual(pageKeys.map(([, path]) => ({ kind: 'go', path })));
  expect(new Set(pageKeys.map(([key]) => key)).size).toBe(pageKeys.length);
  expect(pageKeys.map(([key]) => readShortcut(key, { hasBegun: false }))).toEqual(pageKeys.map(() => null));
});

test('a key that means nothing behind g means what it means alone; one that means nothing is left alone', () => {
  expect(readShortcut('j', { hasBegun: true })).toEqual({ kind: 'row', step: 1 });
  expect(readShortcut('x', { hasBegun: true })).toBeNull();
  expect(readShortcut('Enter', { hasBegun: false })).toBeNull();
});
