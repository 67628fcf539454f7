import { expect, test } from 'vitest';
import { parseMissingPackages, renderInstallScript } from '../../src/domain/os-packages.ts';

test('packages that apt does not know are named', () => {
  const output = [
    'Reading package lists...',
    'E: Unable to locate package libnope-dev',
    "E: Package 'python3-gone' has no installation candidate",
  ];
  expect(parseMissingPackages(output)).toEqual(['libnope-dev', 'python3-gone']);
});

test('packages that dnf does not know are named', () => {
  expect(parseMissingPackages(['Error: Unable to find a match: nope-devel other-devel'])).toEqual([
    'nope-devel',
    'other-devel',
  ]);
});

test('a mirror that does not answer is no missing package', () => {
  expect(parseMissingPackages(['E: Failed to fetch http://mirror/x  Could not connect'])).toEqual([]);
});

test('a package name can not become shell', () => {
  expect(renderInstallScript('debian', ["x'; rm -rf /"])).toContain(`'x'\\''; rm -rf /'`);
});
