import { execFile } from 'node:child_process';
import { mkdtempDisposable, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { openImageUses, type ImageUses } from '../../src/engine/image-uses.ts';
import { openEngine } from '../../src/engine/open-engine.ts';
import type { ImageSpec } from '../../src/domain/image.ts';
import { bookworm } from '../domain/examples.ts';
import { docker } from '../farm/docker.ts';

const day = 24 * 60 * 60 * 1000;
const withPackages: ImageSpec = { target: bookworm, flavour: 'build', osPackages: ['libyaml-dev'] };
const plain: ImageSpec = { ...withPackages, osPackages: [] };

const openFolder = () => mkdtempDisposable(join(tmpdir(), 'wy-image-uses-'));

test('what was not used for long is listed, also after a restart, but the newest plain image of a target is not', async () => {
  await using folder = await openFolder();
  const time = { now: 0 };
  const open = () => openImageUses({ file: join(folder.path, 'new', 'uses.json'), clock: () => time.now });
  const uses = await open();
  await uses.note('packages', withPackages);
  await uses.note('old plain', plain);
  time.now = day;
  await uses.note('plain', plain);
  await uses.note('runtime', { ...plain, flavour: 'runtime' });
  time.now = 3 * day;
  await uses.note('used again', withPackages);
  expect((await open()).listUnused(2 * day)).toEqual(['packages', 'old plain']);
  await uses.note('packages', withPackages);
  await uses.forget('old plain');
  expect((await open()).listUnused(2 * day)).toEqual([]);
});

test('a file that can not be read counts as empty', async () => {
  await using folder = await openFolder();
  const file = join(folder.path, 'uses.json');
  await writeFile(file, '{"image": {"usedAt": "long ago"}}');
  const uses = await openImageUses({ file, clock: () => 1 });
  expect(uses.listUnused(day)).toEqual([]);
  await uses.note('image', withPackages);
  expect((await openImageUses({ file, clock: () => 1 })).listUnused(day)).toEqual(['image']);
});

/** An image of one empty folder, made by that farm. */
async function makeImage(folder: string, image: { reference: string; farm: string }): Promise<void> {
  const archive = join(folder, 'image.tar');
  await promisify(execFile)('tar', ['--create', '--file', archive, '--files-from', '/dev/null']);
  await docker('import', '--change', `LABEL wheelyard.farm=${image.farm}`, archive, image.reference);
}

const openTestEngine = (farm: string, uses: ImageUses) =>
  openEngine({
    host: 'unix:///var/run/docker.sock',
    farm,
    worker: 'image-uses-test',
    newMark: () => 'mark',
    describer: '',
    indexer: '',
    uses,
    mirror: null,
    imageNetwork: 'none',
  });

test('a sweep removes unused images that its farm made, and none that a container stands on', async () => {
  await using folder = await openFolder();
  await using made = new AsyncDisposableStack();
  const farm = `image-uses-${process.pid}`;
  const nameOf = (what: string): string => `wheelyard-test/${farm}:${what}`;
  const time = { now: 0 };
  const uses = await openImageUses({ file: join(folder.path, 'uses.json'), clock: () => time.now });
  const engine = openTestEngine(farm, uses);
  for (const [what, maker] of [
    ['unused', farm],
    ['stood-on', farm],
    ['of-another-farm', `${farm}-other`],
    ['used', farm],
  ] as const) {
    await makeImage(folder.path, { reference: nameOf(what), farm: maker });
    made.defer(async () => void (await docker('rmi', '--force', nameOf(what))));
    if (what === 'used') time.now = 3 * day;
    await uses.note(nameOf(what), withPackages);
  }
  await uses.note(nameOf('gone-by-itself'), withPackages);
  const container = await docker('create', nameOf('stood-on'), 'true');
  made.defer(async () => void (await docker('rm', '--force', container)));
  const list = async () =>
    (await docker('images', '--format', '{{.Tag}}', `wheelyard-test/${farm}`)).split('\n').toSorted();

  expect(await engine.sweepImages(2 * day)).toEqual([nameOf('unused')]);
  expect(await list()).toEqual(['of-another-farm', 'stood-on', 'used']);
  await docker('rm', '--force', container);
  expect(await engine.sweepImages(2 * day)).toEqual([nameOf('stood-on')]);
  expect(await engine.sweepImages(2 * day)).toEqual([]);
  expect(await list()).toEqual(['of-another-farm', 'used']);
});
