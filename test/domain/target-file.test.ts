import { expect, test } from 'vitest';
import { renderFileProblem } from '../../src/domain/file-problem.ts';
import { parseTargetFile } from '../../src/domain/target-file.ts';

const bookworm = `# The company's current release.
family: debian
release: 12
python-version: 3.11
python-tag: cp311
architecture: amd64
status: supported
tried: builds and verifies every example
base:
  registry-image: debian:bookworm-slim
  bootstrap: { tool: mmdebstrap, suite: bookworm }
runtime-packages: [python3, python3-pip]
build-packages: [python3-dev, g++]
`;

const parse = (text: string, name = 'images/debian-12-cp311-amd64.yaml') => parseTargetFile({ name, text });

test('a target is read from its definition', () => {
  expect(parse(bookworm)).toEqual({
    ok: true,
    value: {
      name: 'debian-12-cp311-amd64',
      family: 'debian',
      release: '12',
      pythonVersion: '3.11',
      pythonTag: 'cp311',
      architecture: 'amd64',
      status: 'supported',
      tried: 'builds and verifies every example',
      base: { registryImage: 'debian:bookworm-slim', bootstrap: { tool: 'mmdebstrap', suite: 'bookworm' } },
      runtimePackages: ['python3', 'python3-pip'],
      buildPackages: ['python3-dev', 'g++'],
    },
  });
});

test('a target without a bootstrap says null', () => {
  const read = parse(bookworm.replace(/bootstrap: .*/, 'bootstrap: null'));
  expect(read.ok && read.value.base.bootstrap).toBeNull();
});

test('a Python 3.10 stays 3.10', () => {
  const text = bookworm.replace('3.11', '3.10').replace('cp311', 'cp310');
  const read = parse(text, 'images/debian-12-cp310-amd64.yaml');
  expect(read.ok && read.value.pythonVersion).toBe('3.10');
});

test('a definition that is not what its file name says lists every field that disagrees', () => {
  const read = parse(bookworm, 'images/rocky-9-cp39-arm64.yaml');
  expect(read.ok ? [] : read.problem.map(renderFileProblem)).toEqual([
    "images/rocky-9-cp39-arm64.yaml:2:1: must be rocky, as the file's name says",
    "images/rocky-9-cp39-arm64.yaml:3:1: must be 9, as the file's name says",
    "images/rocky-9-cp39-arm64.yaml:4:1: must be 3.9, as the file's name says",
    "images/rocky-9-cp39-arm64.yaml:5:1: must be cp39, as the file's name says",
    "images/rocky-9-cp39-arm64.yaml:6:1: must be arm64, as the file's name says",
  ]);
});

test('a broken definition lists all its problems, each with its line', () => {
  const text = bookworm
    .replace('status: supported', 'status: maybe')
    .replace('debian:bookworm-slim', '--privileged')
    .replace('mmdebstrap,', 'debootstrap,')
    .replace('g++]', '"g++; rm"]')
    .replace('tried:', 'tired:');
  const read = parse(text);
  expect(read.ok ? [] : read.problem.map(({ line, problem }) => `${line}: ${problem}`)).toEqual([
    '2: "tried" is missing',
    '7: must be supported or untried',
    '8: unknown key "tired"',
    '10: not the reference of an image',
    '11: must be null, or have the keys tool (mmdebstrap) and suite (such as bookworm)',
    '13: "g++; rm" is not a package name of debian',
  ]);
});

test.each(['debian.yaml', 'debian-12-cp311-riscv64.yaml', 'suse-15-cp311-amd64.yaml', '../debian-12.yaml'])(
  'a file named %s is no target',
  (name) => {
    expect(parse(bookworm, name).ok).toBe(false);
  },
);
