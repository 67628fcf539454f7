import { expect, test } from 'vitest';
import { compareManifests } from '../../src/domain/compare-manifests.ts';
import { renderUpgradeScript } from '../../src/domain/os-packages.ts';

test('what was added, removed and changed is told by name; what stayed is not', () => {
  const before = ['zlib1g=1', 'libssl3=3.0.1', 'gone=1', 'libc6=2.36'];
  const after = ['libc6=2.36', 'libssl3=3.0.2', 'zlib1g=1:1', 'new-b=1', 'new-a=2=2'];
  expect(compareManifests(before, after)).toEqual({
    added: [
      { name: 'new-a', version: '2=2' },
      { name: 'new-b', version: '1' },
    ],
    removed: [{ name: 'gone', version: '1' }],
    changed: [
      { name: 'libssl3', from: '3.0.1', to: '3.0.2' },
      { name: 'zlib1g', from: '1', to: '1:1' },
    ],
  });
});

test('the order of a manifest is no difference', () => {
  expect(compareManifests(['a=1', 'b=2'], ['b=2', 'a=1'])).toEqual({ added: [], removed: [], changed: [] });
});

test.each(['debian', 'ubuntu', 'rocky'] as const)('%s is brought up to date without a question', (family) => {
  expect(renderUpgradeScript(family)).toMatch(/(?:dist-upgrade|upgrade) -y/);
});
