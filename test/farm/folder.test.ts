import { mkdir, mkdtempDisposable, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openFolderIndex } from '../../src/python/folder/folder-index.ts';
import { projectNamed } from '../contracts/catalogue-samples.ts';
import { hashOf } from '../doubles/remote-server.ts';
import { bookworm } from '../http/farm-under-test.ts';
import { makeSdist } from '../http/make-sdist.ts';
import { openWatchingFarm, waitFor, type WatchingFarm } from './open-watching-farm.ts';

const lists = { list: { projects: { demo: 'latest' }, targets: [bookworm.name] } };
const demo10 = [`demo 1.0 ${bookworm.name}`];

type FolderFarm = {
  readonly farm: WatchingFarm;
  readonly root: string;
  /** How far the folder's clock is ahead: what was just written has rested, unless it is 0. */
  readonly clock: { ahead: number };
  readonly put: (path: string, content: string | Buffer) => Promise<void>;
} & AsyncDisposable;

async function openFolderFarm(): Promise<FolderFarm> {
  await using opened = new AsyncDisposableStack();
  const folder = opened.use(await mkdtempDisposable(join(tmpdir(), 'wy-folder-')));
  const root = join(folder.path, 'web');
  await mkdir(root);
  const clock = { ahead: 60_000 };
  const index = openFolderIndex({ path: root, clock: () => Date.now() + clock.ahead });
  const feed = { kind: 'folder', changes: index.changes } as const;
  const farm = opened.use(await openWatchingFarm(lists, { index, feed }));
  const all = opened.move();
  return {
    farm,
    root,
    clock,
    put: async (path, content) => {
      await mkdir(join(root, path, '..'), { recursive: true });
      // As bandersnatch and rsync do: under another name first.
      await writeFile(join(root, path, '../.new'), content);
      await rename(join(root, path, '../.new'), join(root, path));
    },
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
}

const sdistOf = (version: string) => makeSdist('demo', { version, sources: 'c' });
const stateOf = ({ farm }: FolderFarm) => farm.watching.upstreams()[0]?.projects[0];
const refused = async ({ farm }: FolderFarm) =>
  (await farm.catalogue.listWatchedReleases({ upstream: 'pypi', project: projectNamed('demo') })).map(
    ({ state, words }) => [state, words],
  );
const link = (url: string, content: Buffer) =>
  `<a href="${url}#sha256=${hashOf(content)}">demo-1.0.tar.gz</a>`;
const jsonPage = (url: string, hash: string) =>
  JSON.stringify({
    meta: { 'api-version': '1.1' },
    files: [{ filename: 'demo-1.0.tar.gz', url, hashes: { sha256: hash } }],
  });

const layouts: readonly (readonly [title: string, page: string, url: string])[] = [
  ['a JSON page', 'simple/demo/index.v1_json', '../../packages/ab/demo-1.0.tar.gz'],
  ['an HTML page', 'simple/demo/index.html', '../../packages/ab/demo-1.0.tar.gz'],
  ['a hashed index', 'simple/d/demo/index.html', '../../../packages/ab/demo-1.0.tar.gz'],
  [
    'links that name a server',
    'simple/demo/index.json',
    'https://mirror.example/x/packages/ab/demo-1.0.tar.gz',
  ],
];

test.each(layouts)('what bandersnatch writes is built, with %s', async (_title, page, url) => {
  await using folder = await openFolderFarm();
  const { content } = await sdistOf('1.0');
  await folder.put('packages/ab/demo-1.0.tar.gz', content);
  await folder.put(page, page.endsWith('html') ? link(url, content) : jsonPage(url, hashOf(content)));
  await folder.farm.lookAgain('demo');
  expect(await folder.farm.builds()).toEqual(demo10);
  await folder.farm.lookAgain('demo');
  expect(stateOf(folder)).toMatchObject({ problem: null, faults: 0 });
});

test.each(['demo-1.0.tar.gz', 'Demo/demo-1.0.tar.gz'])(
  'a plain folder with %s is built from',
  async (path) => {
    await using folder = await openFolderFarm();
    await folder.put('other-9.0.tar.gz', 'never opened');
    await folder.put(path, (await sdistOf('1.0')).content);
    await folder.farm.lookAgain('demo');
    expect(await folder.farm.builds()).toEqual(demo10);
  },
);

test.each(['', 'demo/'])(
  'a file that comes into %s the folder is seen without waiting for a turn',
  async (place) => {
    await using folder = await openFolderFarm();
    if (place !== '') await mkdir(join(folder.root, place));
    await folder.put(`${place}demo-0.9.tar.gz`, (await sdistOf('0.9')).content);
    await folder.farm.lookAgain('demo');
    await folder.put(`${place}demo-1.0.tar.gz`, (await sdistOf('1.0')).content);
    await waitFor(async () => (await folder.farm.builds()).length === 2);
    expect(folder.farm.watching.upstreams()[0]?.feed).toMatchObject({ kind: 'folder', problem: null });
  },
);

test('a page that is written anew is seen without waiting for a turn, and so is a new project', async () => {
  await using folder = await openFolderFarm();
  await mkdir(join(folder.root, 'simple'));
  await folder.farm.lookAgain('demo');
  const { content } = await sdistOf('1.0');
  await folder.put('packages/demo-1.0.tar.gz', content);
  await folder.put('simple/demo/index.html', link('../../packages/demo-1.0.tar.gz', content));
  await waitFor(async () => (await folder.farm.builds()).length > 0);
  expect(await folder.farm.builds()).toEqual(demo10);
});

test('what came while the farm was down is found when it starts', async () => {
  await using folder = await openFolderFarm();
  await folder.put('demo-0.9.tar.gz', (await sdistOf('0.9')).content);
  await folder.farm.lookAgain('demo');
  await folder.farm.watching[Symbol.asyncDispose]();
  await folder.put('demo-1.0.tar.gz', (await sdistOf('1.0')).content);
  await folder.farm.restart();
  await waitFor(async () => (await folder.farm.builds()).length > 1);
  expect(await folder.farm.builds()).toEqual([`demo 0.9 ${bookworm.name}`, ...demo10]);
});

test('a file without a hash is not taken while it is being written', async () => {
  await using folder = await openFolderFarm();
  folder.clock.ahead = 0;
  const { content } = await sdistOf('1.0');
  await folder.put('demo-1.0.tar.gz', content.subarray(0, 100));
  await folder.farm.lookAgain('demo');
  expect(stateOf(folder)?.problem).toBe('demo-1.0.tar.gz is still being written');
  await folder.put('demo-1.0.tar.gz', content);
  folder.clock.ahead = 60_000;
  await folder.farm.lookAgain('demo');
  expect([await folder.farm.builds(), stateOf(folder)?.problem]).toEqual([demo10, null]);
});

test('half of what a page has the hash of is waited for while it is fresh, and refused when it stays half', async () => {
  await using folder = await openFolderFarm();
  const { content } = await sdistOf('1.0');
  folder.clock.ahead = 0;
  await folder.put('packages/demo-1.0.tar.gz', content.subarray(0, 100));
  await folder.put('simple/demo/index.html', link('../../packages/demo-1.0.tar.gz', content));
  await folder.farm.lookAgain('demo');
  expect(stateOf(folder)?.problem).toBe('demo-1.0.tar.gz is still being written');
  folder.clock.ahead = 60_000;
  await folder.farm.lookAgain('demo');
  expect(await refused(folder)).toEqual([['refused', expect.stringContaining('the index promises sha256')]]);
  expect(await folder.farm.builds()).toEqual([]);
});

test('a page that comes before its file is taken when the file is there', async () => {
  await using folder = await openFolderFarm();
  const { content } = await sdistOf('1.0');
  await folder.put('simple/demo/index.html', link('../../packages/demo-1.0.tar.gz', content));
  await folder.farm.lookAgain('demo');
  expect([await folder.farm.builds(), await refused(folder)]).toEqual([[], []]);
  await folder.put('packages/demo-1.0.tar.gz', content);
  await folder.farm.lookAgain('demo');
  expect(await folder.farm.builds()).toEqual(demo10);
});

test('a link out of the folder is refused, whether by its name or on the disk', async () => {
  await using folder = await openFolderFarm();
  const { content } = await sdistOf('1.0');
  const outside = join(folder.root, '../secret.tar.gz');
  await writeFile(outside, content);
  await symlink(outside, join(folder.root, 'demo-1.0.tar.gz'));
  await folder.farm.lookAgain('demo');
  expect(await refused(folder)).toEqual([['refused', 'demo-1.0.tar.gz leads out of the folder']]);
  for (const url of ['../../../secret.tar.gz', '..%2f..%2f..%2fsecret.tar.gz', 'file:///etc/passwd']) {
    await folder.put('simple/demo/index.html', link(url, content));
    await folder.farm.lookAgain('demo');
  }
  await rm(join(folder.root, 'simple/demo'), { recursive: true });
  await mkdir(join(folder.root, '../pages'));
  await writeFile(join(folder.root, '../pages/index.html'), link('x', content));
  await symlink(join(folder.root, '../pages'), join(folder.root, 'simple/demo'));
  await folder.farm.lookAgain('demo');
  expect(stateOf(folder)?.problem).toBe('the page of demo leads out of the folder');
  expect(await folder.farm.builds()).toEqual([]);
});

test('a folder that goes away is shown as trouble and loses nothing', async () => {
  await using folder = await openFolderFarm();
  await folder.put('demo-1.0.tar.gz', (await sdistOf('1.0')).content);
  await folder.farm.lookAgain('demo');
  await rename(folder.root, `${folder.root}-away`);
  await folder.farm.lookAgain('demo');
  expect(stateOf(folder)).toMatchObject({
    problem: expect.stringContaining("can't be read (ENOENT)"),
    faults: 1,
  });
  await rename(`${folder.root}-away`, folder.root);
  await folder.farm.lookAgain('demo');
  expect([await folder.farm.builds(), stateOf(folder)?.problem]).toEqual([demo10, null]);
});
