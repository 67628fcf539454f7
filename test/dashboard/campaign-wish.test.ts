import { expect, test } from 'vitest';
import {
  emptyForm,
  findProblems,
  keyOfWish,
  makeRequest,
  nameLockFile,
} from '../../src/dashboard/rebuild/campaign-wish.ts';
import { countReasons } from '../../src/dashboard/rebuild/count-reasons.ts';

const form = { ...emptyForm, target: 'debian-13-cp313-amd64' };

test('a form says what is wrong with it at the field', () => {
  expect(findProblems(form)).toEqual({});
  const wrong = { ...form, fromTarget: form.target, slots: '0', cause: 'x'.repeat(201) };
  expect(Object.keys(findProblems(wrong)).sort()).toEqual(['cause', 'fromTarget', 'slots']);
  expect(Object.keys(findProblems(emptyForm))).toEqual(['target']);
  expect(Object.keys(findProblems({ ...form, lockText: 'x'.repeat(5 * 1024 ** 2) }))).toEqual(['lockText']);
});

test('only what was filled in is asked for; a pasted lock file gets the name of its format', () => {
  expect(makeRequest(form)).toEqual({ target: form.target, which: 'affected', atomic: false });
  const filled = { ...form, lockText: 'lxml==5.3\n', slots: ' 4 ', cause: ' new ' };
  expect(makeRequest(filled)).toMatchObject({
    lockFile: { filename: 'requirements.txt', text: 'lxml==5.3\n' },
    slots: 4,
    cause: 'new',
  });
  expect(makeRequest({ ...filled, lockName: 'team.lock' }).lockFile?.filename).toBe('team.lock');
  expect(nameLockFile('version = 1\n\n[[package]]\nname = "lxml"\n')).toBe('uv.lock');
  expect(nameLockFile('lock-version = "1.0"\n\n[[packages]]\n')).toBe('pylock.toml');
});

test('a preview is of the wish that it was made for, whatever its cause is called', () => {
  expect(keyOfWish({ ...form, cause: 'new' })).toBe(keyOfWish(form));
  for (const other of [{ which: 'all' }, { atomic: true }, { lockText: 'lxml' }, { slots: '3' }] as const)
    expect(keyOfWish({ ...form, ...other })).not.toBe(keyOfWish(form));
});

test('reasons are counted by how many builds have them', () => {
  const build = { project: 'a', version: '1', build: 1, expectedMilliseconds: 1 };
  const gone = { kind: 'library-gone', sentence: 'x' };
  const counted = countReasons([
    { ...build, reasons: [gone, gone, { kind: 'of-later', sentence: 'y' }] },
    { ...build, reasons: [gone] },
    { ...build, build: null, reasons: [] },
  ]);
  expect(counted).toEqual([
    { kind: 'library-gone', words: 'for a library that is gone from the images', builds: 2 },
    { kind: 'new', words: 'new to the target', builds: 1 },
    { kind: 'of-later', words: 'of later', builds: 1 },
  ]);
});
