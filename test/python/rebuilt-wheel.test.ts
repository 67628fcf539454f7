import { execFile } from 'node:child_process';
import { copyFile, mkdtempDisposable, readFile, readdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { openArchives } from '../../src/python/archives.ts';
import { keepFile } from './write-archives.ts';
import { writeElf, writeWheel, type WheelParts } from './write-wheel.ts';

const run = promisify(execFile);
const archives = openArchives();
const name = 'demo-1.0-py3-none-any.whl';

async function digestOf(content: Buffer): Promise<string> {
  await using kept = await keepFile(name, content);
  return archives.digestWheel(kept.file);
}

const wheelText = (more: string): string =>
  `Wheel-Version: 1.0\n${more}Root-Is-Purelib: true\nTag: py3-none-any\n`;
const init = (content: string): WheelParts => ({ files: [{ name: 'demo/__init__.py', content }] });
const modules = ['a', 'b'].map((module) => ({ name: `demo/${module}.py`, content: module }));
/** A shared object whose program headers cover all but what is appended. */
const elf = (appended = '', change: (file: Buffer) => void = () => undefined): WheelParts => {
  const file = writeElf({ bits: 64, order: 'little', needed: ['libyaml-0.so.2'] });
  change(file);
  return { files: [{ name: 'demo/_c.so', content: Buffer.concat([file, Buffer.from(appended)]) }] };
};

test.each<[string, WheelParts, WheelParts]>([
  ['the order of its members', { files: modules }, { files: modules.toReversed() }],
  ['the order of RECORD', {}, { record: (right) => `${right.trim().split('\n').toReversed().join('\n')}\n` }],
  ['packing', init('x'), { files: [{ name: 'demo/__init__.py', content: 'x', method: 8 }] }],
  [
    'its generator and build tag',
    { wheel: wheelText('Generator: a (1)\n') },
    { wheel: wheelText('Generator: a (2)\nBuild: 3\n') },
  ],
  [
    'the random name of a build folder',
    init("p = '/work/tmp/pip-wheel-ab_cd1ef/x'"),
    init("p = '/work/tmp/pip-wheel-zz9zzzzz/x'"),
  ],
  ['debug sections behind what is loaded', elf('debug 1'), elf('other debug sections')],
  ["where an ELF file's section headers are", elf(), elf('', (file) => file.writeBigUInt64LE(4711n, 40))],
])('two wheels that differ only in %s are the same', async (_what, one, other) => {
  expect(await digestOf(writeWheel(one))).toBe(await digestOf(writeWheel(other)));
});

test.each<[string, WheelParts, WheelParts]>([
  ['a line of a module', init('x = 1'), init('x = 2')],
  ['the name of a module', { files: modules }, { files: modules.slice(0, 1) }],
  [
    'what may be run',
    { files: [{ name: 'demo-1.0.data/scripts/demo', content: 'x' }] },
    { files: [{ name: 'demo-1.0.data/scripts/demo', content: 'x', mode: 0o100_755 }] },
  ],
  ['where it installs to', {}, { wheel: wheelText('').replace('true', 'false') }],
  ['its metadata', {}, { metadata: 'Metadata-Version: 2.1\nName: demo\nVersion: 1.0\nSummary: x\n' }],
  ['what is loaded of an ELF file', elf(), elf('', (file) => file.writeUInt8(9, file.length - 2))],
])('two wheels that differ in %s are not the same', async (_what, one, other) => {
  expect(await digestOf(writeWheel(one))).not.toBe(await digestOf(writeWheel(other)));
});

test('a real extension built in two folders is the same; one of other code is not', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'wheelyard-elf-'));
  const compile = async (place: string, body: string): Promise<string> => {
    const at = await mkdtempDisposable(join(folder.path, `${place}-`));
    await writeFile(join(at.path, 'demo.c'), `int demo(void) { ${body} }\n`);
    await run('gcc', ['-g', '-shared', '-fPIC', '-Wl,--build-id', '-o', 'demo.so', 'demo.c'], {
      cwd: at.path,
    });
    const content = await readFile(join(at.path, 'demo.so'));
    return digestOf(writeWheel({ files: [{ name: 'demo/_c.so', content }] }));
  };
  const digest = await compile('one', 'return 1;');
  expect(await compile('a-longer-name', 'return 1;')).toBe(digest);
  expect(await compile('one', 'return 2;')).not.toBe(digest);
});

test('a wheel under a build tag is one that the strict check lets pass, and holds the same', async () => {
  await using kept = await keepFile(name, writeWheel({ wheel: wheelText('Build: 1\n'), files: modules }));
  const folder = join(kept.file, '..');
  const tagged = await archives.retagWheel(kept.file, { tag: '12', folder });
  if (!tagged.ok) throw new Error(tagged.problem);
  expect(await archives.inspectWheel(tagged.value)).toMatchObject({
    ok: true,
    value: { filename: 'demo-1.0-12-py3-none-any.whl', importNames: ['demo.a'] },
  });
  expect(await archives.digestWheel(tagged.value)).toBe(await archives.digestWheel(kept.file));
  const again = await mkdtempDisposable(join(folder, 'again-'));
  const twice = await archives.retagWheel(kept.file, { tag: '12', folder: again.path });
  if (!twice.ok) throw new Error(twice.problem);
  expect(await readFile(twice.value)).toEqual(await readFile(tagged.value));
});

test('a wheel whose RECORD is signed keeps its name', async () => {
  const unlisted = [{ name: 'demo-1.0.dist-info/RECORD.jws', content: '{}' }];
  await using kept = await keepFile(name, writeWheel({ unlisted }));
  expect(await archives.retagWheel(kept.file, { tag: '1', folder: join(kept.file, '..') })).toEqual({
    ok: false,
    problem: 'its RECORD is signed',
  });
});

test('of a wheel and its rebuild pip installs the one with the highest build tag', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'wheelyard-tags-'));
  await using kept = await keepFile(name, writeWheel(init('built = 1\n')));
  await copyFile(kept.file, join(folder.path, name));
  for (const [tag, content] of [
    ['1', 'built = 2\n'],
    ['10', 'built = 3\n'],
  ] as const) {
    await using rebuilt = await keepFile(name, writeWheel(init(content)));
    expect(await archives.retagWheel(rebuilt.file, { tag, folder: folder.path })).toMatchObject({ ok: true });
  }
  expect((await readdir(folder.path)).length).toBe(3);
  const site = join(folder.path, 'site');
  const words = ['install', '--disable-pip-version-check', '--no-index', '--find-links', folder.path];
  await run('/usr/bin/python3', ['-m', 'pip', ...words, '--target', site, 'demo']);
  expect(await readFile(join(site, 'demo/__init__.py'), 'utf8')).toBe('built = 3\n');
}, 60_000);
