import { createHash } from 'node:crypto';
import { mkdtempDisposable, readFile, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { extract } from 'tar-stream';
import { expect, test } from 'vitest';
import type { FailureKind } from '../../src/domain/failure.ts';
import { findDisagreements } from './compare-facts.ts';
import { failureKinds } from './expectation.ts';
import { makeSdist } from './make-sdist.ts';
import { readZoo } from './read-zoo.ts';

const zoo = readZoo();

const required = `pure c-extension missing-header compile-error broken-metadata wrong-version no-pyproject needs-network
  eats-memory forks-forever fills-disk never-ends silent prints-a-gigabyte two-wheels writes-outside reads-secrets
  symlink-escape tar-bomb binary-garbage-log`;

test.each(required.split(/\s+/))('the zoo has %s', (name) => {
  expect(zoo.map((behaviour) => behaviour.name)).toContain(name);
});

// What no sdist can bring about by itself.
const notOfAnSdist: Readonly<Partial<Record<FailureKind, string>>> = {
  'patch-failed': 'a recipe has the patch',
  'requirement-failed': 'an index upstream has what it requires',
  'requirement-cycle': 'two sdists and an index upstream',
  'no-such-os-package': 'a recipe names the package',
  'os-package-conflict': 'a recipe names the packages',
  'bad-protocol': 'the driver keeps the build from its output (forges-protocol tries)',
  'file-name-taken': 'two builds and an index',
  'no-file-index': 'the package mirror has to fail',
  'worker-lost': 'the worker has to die',
};

test('every kind of failure has an sdist that provokes it, or a reason why none can', () => {
  const provoked = new Set<string>(
    zoo.flatMap(({ expected }) => (expected.outcome === 'failed' ? [expected.failure] : [])),
  );
  const all = Object.keys(failureKinds);
  expect(all.filter((kind) => !provoked.has(kind))).toEqual(Object.keys(notOfAnSdist));
});

test.each(zoo)('$name says why it is there and can be made, the same each time', async (behaviour) => {
  await using one = await mkdtempDisposable(join(tmpdir(), 'zoo-'));
  await using other = await mkdtempDisposable(join(tmpdir(), 'zoo-'));
  const path = await makeSdist(behaviour, one.path);
  expect(basename(path)).toMatch(/^zoo_[a-z0-9_]+-1\.0\.tar\.gz$/);
  expect(behaviour.reason).not.toBe('');
  expect(await hashOf(path)).toBe(await hashOf(await makeSdist(behaviour, other.path)));
});

test('an sdist has one top folder with PKG-INFO', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'zoo-'));
  const pure = zoo.find(({ name }) => name === 'pure');
  if (pure === undefined) throw new Error('the zoo has no pure');
  expect(await listNames(await makeSdist(pure, folder.path))).toEqual([
    'zoo_pure-1.0/PKG-INFO',
    'zoo_pure-1.0/pyproject.toml',
    'zoo_pure-1.0/setup.py',
    'zoo_pure-1.0/zoo_pure.py',
  ]);
});

test('the bomb is small and unpacks to 8 GiB', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'zoo-'));
  const bomb = zoo.find(({ name }) => name === 'tar-bomb');
  if (bomb === undefined) throw new Error('the zoo has no tar-bomb');
  const path = await makeSdist(bomb, folder.path);
  expect((await stat(path)).size).toBeLessThan(10 * 1024 ** 2);
  expect(await readHeaders(path, 3)).toContainEqual({ name: 'zoo_tar_bomb-1.0/one', size: 2 * 1024 ** 3 });
});

test('facts are compared field by field, whatever their type', () => {
  const failure = { kind: 'several-wheels', filenames: ['a', 'b'] } as const;
  expect(findDisagreements({ filenames: ['a', 'b'] }, failure)).toEqual([]);
  expect(findDisagreements({ filenames: ['a'] }, failure)).toEqual([
    'filenames should be ["a"], but is ["a","b"]',
  ]);
  expect(findDisagreements({ seconds: '3' }, { kind: 'silence', seconds: 3 })).toEqual([]);
});

const hashOf = async (path: string): Promise<string> =>
  createHash('sha256')
    .update(await readFile(path))
    .digest('hex');

const listNames = async (path: string): Promise<readonly string[]> =>
  (await readHeaders(path, 100)).map(({ name }) => name);

/** Headers of the first entries; the content of the last is not waited for. */
async function readHeaders(path: string, count: number): Promise<readonly { name: string; size: number }[]> {
  const found: { name: string; size: number }[] = [];
  const entries = extract();
  const file = createReadStream(path);
  const unpacked = pipeline(file, createGunzip(), entries);
  for await (const entry of entries) {
    found.push({ name: entry.header.name, size: entry.header.size ?? 0 });
    if (found.length === count) break;
    entry.resume();
  }
  // Stopping in the middle ends the pipeline early: that is what was asked for.
  await unpacked.catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
  });
  return found;
}
