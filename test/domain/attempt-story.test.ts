import { expect, test } from 'vitest';
import {
  renderFound,
  tellStory,
  type ToldAttempt,
  type ToldPackage,
} from '../../src/domain/attempt-story.ts';

const yaml: ToldPackage = {
  package: 'libyaml-dev',
  wants: { kind: 'header', name: 'yaml.h' },
  because: 'diagnosis',
};
const zlib: ToldPackage = { package: 'zlib1g-dev', wants: { kind: 'library', name: 'z' }, because: 'hint' };
const failed = { words: 'missing header: yaml.h', isGood: false };
const built = { words: 'built', isGood: true };
const attempt = (id: string, change: Partial<ToldAttempt> = {}): ToldAttempt => ({
  id,
  kind: 'build',
  found: [],
  end: built,
  ...change,
});

test('a story goes from what was missing over what was added to what came of it', () => {
  const story = tellStory([
    attempt('17.1', { found: [zlib], end: failed }),
    attempt('17.2', { kind: 'file-index', end: { words: 'listed', isGood: true } }),
    attempt('17.3', { found: [yaml] }),
    attempt('17.4', { kind: 'verify', end: null }),
  ]);
  expect(story).toEqual([
    { kind: 'added', packages: ['zlib1g-dev'] },
    { kind: 'attempt', id: '17.1', words: 'missing header: yaml.h', isGood: false },
    { kind: 'attempt', id: '17.2', words: "index of the OS packages' files: listed", isGood: true },
    { kind: 'added', packages: ['libyaml-dev'] },
    { kind: 'dropped', packages: ['zlib1g-dev'] },
    { kind: 'attempt', id: '17.3', words: 'built', isGood: true },
    { kind: 'attempt', id: '17.4', words: 'no outcome yet', isGood: null },
  ]);
});

test('an attempt that had all that it needed has no story', () => {
  expect(tellStory([])).toEqual([]);
  expect(tellStory([attempt('1.1'), attempt('1.2', { kind: 'verify' })])).toEqual([]);
});

test('a found package says what for, how the farm came to it, and whether it was opened where that was watched', () => {
  expect(renderFound(yaml, null)).toBe('libyaml-dev for header yaml.h (diagnosis)');
  expect(renderFound(yaml, ['libyaml-dev'])).toBe('libyaml-dev for header yaml.h (diagnosis), opened');
  expect(renderFound(zlib, ['libyaml-dev'])).toBe('zlib1g-dev for library z (hint), not opened');
});
