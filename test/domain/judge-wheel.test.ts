import { expect, test } from 'vitest';
import type { ImageFacts } from '../../src/domain/image.ts';
import { judgeWheel, linkedLibraries } from '../../src/domain/judge-wheel.ts';
import { sha256Of } from '../../src/domain/sha256.ts';
import { bookworm, release, wheel } from './examples.ts';

const image: ImageFacts = {
  identity: sha256Of('image'),
  manifest: ['libc6=2.36'],
  libraries: { 'libc.so.6': 'libc6', 'libyaml-0.so.2': 'libyaml-0-2' },
};
const judge = (built: ReturnType<typeof wheel>) =>
  judgeWheel(built, { release: release('demo', '1.0'), target: bookworm, image });

test.each([
  'cp311-cp311-linux_x86_64',
  'cp39-abi3-linux_x86_64',
  'py3-none-any',
  'py2.py3-none-any',
  'py3-none-linux_x86_64',
])('a wheel tagged %s fits the target', (tag) => {
  const tags = tag.startsWith('py2.')
    ? ['py2', 'py3'].map((python) => ({ python, abi: 'none', platform: 'any' }))
    : null;
  expect(judge(wheel(tag, tags === null ? {} : { tags }))).toBeNull();
});

test.each([
  'cp312-cp312-linux_x86_64',
  'cp311-cp311-linux_aarch64',
  'cp312-abi3-linux_x86_64',
  'cp311-cp311-win_amd64',
  'py2-none-any',
])('a wheel tagged %s does not fit the target', (tag) => {
  expect(judge(wheel(tag))).toMatchObject({ kind: 'wrong-tag', tag });
});

test('a manylinux claim is refused even beside a tag that fits', () => {
  const tags = ['manylinux_2_17_x86_64', 'linux_x86_64'].map((platform) => ({
    python: 'cp311',
    abi: 'cp311',
    platform,
  }));
  expect(judge(wheel('cp311-cp311-linux_x86_64', { tags }))).toMatchObject({ kind: 'wrong-tag' });
});

test('a wheel must bear the name and version that were asked for, however they are written', () => {
  expect(judge(wheel('py3-none-any', { release: release('Demo', '1.0.0') }))).toBeNull();
  expect(judge(wheel('py3-none-any', { release: release('other', '1.0') }))).toMatchObject({
    kind: 'wrong-name',
  });
  expect(judge(wheel('py3-none-any', { release: release('demo', '1.1') }))).toMatchObject({
    kind: 'wrong-version',
  });
});

const linking = (needed: readonly string[]) =>
  wheel('cp311-cp311-linux_x86_64', {
    extensions: [
      { path: 'demo/core.so', needed },
      { path: 'demo/libown.so.1', needed: [] },
    ],
  });

test('every linked library has an OS package, or is in the wheel itself', () => {
  expect(judge(linking(['libc.so.6', 'libown.so.1']))).toBeNull();
  expect(judge(linking(['libgone.so.3']))).toEqual({
    kind: 'unresolved-library',
    soname: 'libgone.so.3',
    path: 'demo/core.so',
  });
  expect(linkedLibraries(['libyaml-0.so.2', 'libown.so.1'], image)).toEqual({
    'libyaml-0.so.2': 'libyaml-0-2',
  });
});
