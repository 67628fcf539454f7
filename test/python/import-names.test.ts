import { expect, test } from 'vitest';
import { findImportNames } from '../../src/python/import-names.ts';

test.each([
  [['demo/__init__.py', 'demo/a.py', 'demo-1.0.dist-info/METADATA'], ['demo']],
  [
    ['six.py', '_yaml.cpython-311-x86_64-linux-gnu.so', 'fast.abi3.so', 'old.so'],
    ['_yaml', 'fast', 'old', 'six'],
  ],
  [['zope/interface/__init__.py', 'zope/interface/_c.cpython-311-x86_64-linux-gnu.so'], ['zope.interface']],
  [['google/cloud/b/__init__.py', 'google/cloud/a/__init__.py'], ['google.cloud.a']],
  [
    [
      'demo-1.0.data/platlib/fast.abi3.so',
      'demo-1.0.data/purelib/p/__init__.py',
      'demo-1.0.data/scripts/run.py',
    ],
    ['fast', 'p'],
  ],
  [['tests/__init__.py', 'docs/conf.py', 'examples/a.py', 'setup.py', 'real.py'], ['real']],
  [['not-a-name.py', 'foo-stubs/__init__.pyi', '3d.py', 'typed/py.typed', 'x.pth'], []],
  [['compiled/__init__.cpython-311-x86_64-linux-gnu.so', 'data/table.csv', 'libs/libz.so.1'], ['compiled']],
])('%j imports as %j', (paths, names) => {
  expect(findImportNames(paths)).toEqual(names);
});
