import { mkdtempDisposable, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { createZstdCompress } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { openDiskBlobs } from '../../src/blobs/disk-blobs.ts';
import { openCatalogue } from '../../src/catalogue/open-catalogue.ts';
import { readConfig } from '../../src/config.ts';
import { readDefinitions } from '../../src/definitions.ts';
import type { ImageSpec } from '../../src/domain/image.ts';
import { rankProviders } from '../../src/domain/rank-providers.ts';
import { sha256Of } from '../../src/domain/sha256.ts';
import { openImageUses } from '../../src/engine/image-uses.ts';
import { openEngine } from '../../src/engine/open-engine.ts';
import type { Catalogue } from '../../src/farm/catalogue-port.ts';
import { keepIndex } from '../../src/farm/keep-file-index.ts';
import type { Engine } from '../../src/farm/engine-port.ts';
import { Outage } from '../../src/farm/ports.ts';
import { openHostEngine } from '../../src/work.ts';
import { bookworm, projectNamed } from '../contracts/catalogue-samples.ts';
import { containersOf } from './docker.ts';
import { rightAnswers } from './right-answers.ts';

/** One real index, made by the real engine from the release's own lists. */

const queue = `redis://file-index-test-${process.pid}`;
const opened = new AsyncDisposableStack();
let engine: Engine;
let spec: ImageSpec;
let catalogue: Catalogue;
let imagesFolder = '';
const said: string[] = [];

beforeAll(async () => {
  const folder = opened.use(await mkdtempDisposable(join(tmpdir(), 'wy-file-index-')));
  const config = readConfig({ WHEELYARD_DATA: folder.path, WHEELYARD_WORKER_NAME: 'file-index-test' });
  imagesFolder = config.imagesFolder;
  const { targets } = await readDefinitions(config);
  const target = targets.get(bookworm);
  if (target === undefined) throw new Error(`${bookworm} is not defined`);
  spec = { target, flavour: 'build', osPackages: [] };
  engine = await openHostEngine(config, queue);
  const signal = AbortSignal.timeout(15 * 60_000);
  await engine.ensureImage(spec, { report: () => undefined, signal });
  const blobs = await openDiskBlobs({ folder: join(folder.path, 'blobs') });
  catalogue = opened.use(await openCatalogue({ file: join(folder.path, 'catalogue.db') }));

  const lines = new PassThrough();
  const [{ sha256: blob }] = await Promise.all([
    blobs.put(lines.pipe(createZstdCompress())),
    list(engine, { signal, onOutput: async (chunk) => void lines.write(chunk) }).then(() => lines.end()),
  ]);
  const image = sha256Of('image');
  const kept = await keepIndex({ catalogue, blobs, clock: () => 1 }, { target: bookworm, image, blob });
  if (!kept.ok) throw new Error(kept.problem);
}, 900_000);
afterAll(() => opened.disposeAsync());

const list = (
  by: Engine,
  { signal, onOutput }: { signal: AbortSignal; onOutput: (chunk: Uint8Array) => Promise<void> },
): Promise<void> => by.listPackageFiles(spec, { onOutput, report: (line) => said.push(line), signal });

const find = async (wanted: (typeof rightAnswers)[number]['wanted']) => {
  const [found] = await catalogue.findProviders(bookworm, [wanted]);
  return found?.providers ?? [];
};

test('is made, says what it does, and leaves no container', async () => {
  expect(said.at(-1)).toMatch(/^\d{6} files of \d{5} packages$/);
  expect(await containersOf(queue)).toEqual([]);
});

test('knows what the distribution builds a project with, tests and manuals aside', async () => {
  const needs = await catalogue.findBuildDepends(bookworm, projectNamed('lxml'));
  expect(needs).toEqual(expect.arrayContaining(['libxml2-dev', 'libxslt1-dev', 'cython3']));
  expect(await catalogue.findBuildDepends(bookworm, projectNamed('no-such-project'))).toEqual([]);
});

test('knows what is installed and what a package would add', async () => {
  const [python] = await find({ kind: 'header', name: 'Python.h' });
  expect(python?.package).toMatchObject({ isInstalled: true, adds: { packages: 0, kibibytes: 0 } });
  const [yaml] = rankProviders(
    { kind: 'header', name: 'yaml.h' },
    await find({ kind: 'header', name: 'yaml.h' }),
  );
  expect(yaml?.package).toMatchObject({
    name: 'libyaml-dev',
    source: 'libyaml',
    section: 'libdevel',
    isInstalled: false,
    adds: { packages: 2 },
  });
});

describe('of those that provide it, the right one comes first', () => {
  it.each(rightAnswers)('$wanted.kind $wanted.name: $right', async ({ wanted, right }) => {
    const ranked = rankProviders(wanted, await find(wanted)).map((provider) => provider.package.name);
    expect([ranked[0], ranked.slice(0, 5)]).toEqual([right, expect.arrayContaining([right])]);
  });
});

test('one that is given up leaves no container', async () => {
  const giveUp = new AbortController();
  const listing = engine.listPackageFiles(spec, {
    onOutput: async () => undefined,
    report: () => giveUp.abort(new Error('no longer wanted')),
    signal: giveUp.signal,
  });
  await expect(listing).rejects.toThrow('no longer wanted');
  expect(await containersOf(queue)).toEqual([]);
});

test('one that fails is an outage that says why, and leaves no container', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'wy-file-index-'));
  const failing = openEngine({
    host: 'unix:///var/run/docker.sock',
    farm: sha256Of(queue).slice(0, 16),
    worker: 'file-index-test',
    newMark: () => 'mark',
    describer: await readFile(join(imagesFolder, 'driver', 'describe_image.py'), 'utf8'),
    indexer: 'import sys; print("{}"); sys.exit("the mirror is away")',
    uses: await openImageUses({ file: join(folder.path, 'uses.json'), clock: Date.now }),
    mirror: null,
    imageNetwork: 'none',
  });
  const listing = list(failing, {
    signal: AbortSignal.timeout(60_000),
    onOutput: async () => undefined,
  });
  await expect(listing).rejects.toThrow(/^listing the package files of .* failed: the mirror is away$/);
  await expect(listing).rejects.toBeInstanceOf(Outage);
  expect(await containersOf(queue)).toEqual([]);
});
