import { expect, test } from 'vitest';
import {
  parseConflictingPackages,
  parseMissingPackages,
  renderInstallScript,
} from '../../src/domain/os-packages.ts';

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

test('a package that the mirror lists and does not have is missing, and not waited for', () => {
  const output = [
    'Err:1 http://mirror/debian bullseye/main amd64 libsigc++-dev amd64 2:4.1',
    'E: Failed to fetch http://mirror/debian/pool/main/libs/libsigc%2b%2b-dev_4.1%2bdfsg-1_amd64.deb  404  Not Found [IP: 1.2.3.4 80]',
  ];
  expect(parseMissingPackages(output)).toEqual(['libsigc++-dev']);
});

test('a mirror that does not answer is no missing package', () => {
  expect(parseMissingPackages(['E: Failed to fetch http://mirror/x  Could not connect'])).toEqual([]);
});

test('a package name can not become shell', () => {
  expect(renderInstallScript('debian', ["x'; rm -rf /"])).toContain(`'x'\\''; rm -rf /'`);
});

test('packages that do not go together are known from what apt says of them', () => {
  const output = [
    'The following packages have unmet dependencies:',
    ' libcurl4-gnutls-dev : Conflicts: libcurl4-openssl-dev but 7.88.1-10+deb12u15 is to be installed',
    ' libcurl4-openssl-dev:amd64 : Conflicts: libcurl4-gnutls-dev but 7.88.1-10+deb12u15 is to be installed',
    'E: Unable to correct problems, you have held broken packages.',
  ];
  expect(parseConflictingPackages(output)).toEqual(['libcurl4-gnutls-dev', 'libcurl4-openssl-dev']);
  expect(parseConflictingPackages(output.slice(0, 3))).toBeNull();
  expect(parseConflictingPackages(['E: Packages need to be removed but remove is disabled.'])).toEqual([]);
});
