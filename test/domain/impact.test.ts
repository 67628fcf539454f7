import { expect, test } from 'vitest';
import type { ImageFacts } from '../../src/domain/image.ts';
import { identityOf } from '../../src/domain/image.ts';
import { explainTouch, findTouches, isAffected } from '../../src/domain/impact.ts';

const image = (
  manifest: readonly string[],
  libraries: Readonly<Record<string, string>> = {},
): ImageFacts => ({
  identity: identityOf(manifest),
  manifest,
  libraries,
});

const before = image(['libssl3=3.0.1', 'zlib1g=1', 'zlib1g-dev=1'], {
  'libssl.so.3': 'libssl3',
  'libz.so.1': 'zlib1g',
});
const bumped = image(['libssl4=4.0', 'zlib1g=2', 'zlib1g-dev=2'], {
  'libssl.so.4': 'libssl4',
  'libz.so.1': 'zlib1g',
});
const images = { before: [before], present: [bumped] };
const built = { linkedLibraries: {}, usedSymbols: null, osPackages: [], image: before };

test.each([
  ['links nothing', built, []],
  [
    'links a library whose soname is gone',
    { ...built, linkedLibraries: { 'libssl.so.3': 'libssl3' } },
    ['library-gone'],
  ],
  [
    'links a library that is newer',
    { ...built, linkedLibraries: { 'libz.so.1': 'zlib1g' } },
    ['library-updated'],
  ],
  ['was built with a package that is newer', { ...built, osPackages: ['zlib1g-dev'] }, ['input-changed']],
  ['was built with a package of no plain image', { ...built, osPackages: ['libyaml-dev'] }, ['unknown']],
  [
    'links a library of no plain image',
    { ...built, linkedLibraries: { 'libyaml-0.so.2': 'libyaml-0-2' } },
    ['unknown'],
  ],
  ['was built in these very images', { ...built, image: bumped, osPackages: ['zlib1g-dev'] }, []],
])('a wheel that %s', (_title, wheel, kinds) => {
  expect(findTouches(wheel, images).map(({ kind }) => kind)).toEqual(kinds);
});

test('only a library that keeps its name leaves a wheel as it is', () => {
  const updated = findTouches({ ...built, linkedLibraries: { 'libz.so.1': 'zlib1g' } }, images);
  expect(isAffected(updated)).toBe(false);
  expect(isAffected(findTouches({ ...built, osPackages: ['libyaml-dev'] }, images))).toBe(true);
});

test('a newer library that lost a symbol touches those that use it, and says which; one that has all of them is left', () => {
  const offered = { ...bumped, symbols: { 'libz.so.1': ['inflate@ZLIB_1.2', 'crc32'] } };
  const look = (used: readonly string[]) =>
    findTouches(
      { ...built, linkedLibraries: { 'libz.so.1': 'zlib1g' }, usedSymbols: { 'libz.so.1': used } },
      { before: [before], present: [offered] },
    );
  const lost = look(['crc32', 'gzgetc', 'gzopen64', 'gzput', 'gzseek']);
  expect(lost).toEqual([
    {
      kind: 'symbol-gone',
      soname: 'libz.so.1',
      package: 'zlib1g',
      symbols: ['gzgetc', 'gzopen64', 'gzput', 'gzseek'],
    },
  ]);
  expect(isAffected(lost)).toBe(true);
  expect(lost.map(explainTouch)).toEqual([
    'it uses gzgetc, gzopen64, gzput and 1 more of libz.so.1, which zlib1g has no more',
  ]);
  const kept = look(['crc32', 'inflate@ZLIB_1.2']);
  expect(kept).toMatchObject([{ kind: 'library-updated', hasAll: 'yes' }]);
  expect(isAffected(kept)).toBe(false);
});
