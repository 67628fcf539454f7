import { expect, test } from 'vitest';
import { readLockFile } from '../../src/python/lock-file.ts';

const read = (filename: string, text: string) => {
  const rules = readLockFile(filename, text);
  return rules.ok
    ? [...rules.value].map(([project, { specifier }]) => `${project}${specifier}`)
    : rules.problem;
};

test('a uv.lock is read without the project itself', () => {
  const text = `version = 1
[[package]]
name = "team-app"
version = "0.1.0"
source = { editable = "." }
[[package]]
name = "Ruamel.Yaml"
version = "0.18.6"
source = { registry = "https://index.example/simple/" }
sdist = { url = "https://files.example/x.tar.gz", hash = "sha256:00" }
`;
  expect(read('uv.lock', text)).toEqual(['ruamel-yaml==0.18.6']);
});

test('a poetry.lock is read without what comes from a folder', () => {
  const text = `[[package]]
name = "lxml"
version = "5.3.0"
[[package]]
name = "ours"
version = "1.0"
[package.source]
type = "directory"
url = "../ours"
`;
  expect(read('poetry.lock', text)).toEqual(['lxml==5.3.0']);
});

test('a pylock.toml is read, packages without a version passed over', () => {
  const text = `lock-version = "1.0"
[[packages]]
name = "attrs"
version = "25.1.0"
[[packages]]
name = "ours"
directory = { path = "." }
`;
  expect(read('pylock.toml', text)).toEqual(['attrs==25.1.0']);
});

test('what ends otherwise is read as requirements', () => {
  expect(read('requirements-dev.txt', 'pytest==8.0\n')).toEqual(['pytest==8.0']);
});

test.each([
  ['uv.lock', 'not [ toml', 'it is no uv.lock, poetry.lock or pylock.toml'],
  ['uv.lock', 'package = 3', 'it is no uv.lock, poetry.lock or pylock.toml'],
  ['uv.lock', 'package = []', 'it locks no project'],
  ['uv.lock', '[[package]]\nname = "../x"\nversion = "1"', '"../x" is not a project name (PEP 508)'],
  ['poetry.lock', '[[package]]\nname = "x"\nversion = "soon"', 'x: "soon" is not a version (PEP 440)'],
] as const)('%s with %j is refused with a sentence', (filename, text, problem) => {
  expect(read(filename, text)).toBe(problem);
});
