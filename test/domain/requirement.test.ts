import { expect, test } from 'vitest';
import { parseRequirement } from '../../src/domain/requirement.ts';

test.each([
  ['setuptools', 'setuptools', '', ''],
  ['Setuptools_SCM[toml]>=6.2,<9', 'setuptools-scm', '>=6.2,<9', ''],
  ["Cython>=3.0; python_version >= '3.13'", 'cython', '>=3.0', "python_version >= '3.13'"],
  ['numpy (>=1.21)', 'numpy', '>=1.21', ''],
  ['a.b-c ~= 1.4.2', 'a-b-c', '~= 1.4.2', ''],
])('%s names a project, the versions that fit and when', (text, project, specifier, marker) => {
  expect(parseRequirement(text)).toEqual({ project, specifier, marker });
});

test.each(['', '-r other.txt', 'pip @ https://example.org/pip.whl', '../local', `a${'b'.repeat(5000)}`])(
  '%j is none that a wheel could be chosen for',
  (text) => {
    expect(parseRequirement(text)).toBeNull();
  },
);
