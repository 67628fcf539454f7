import { execFile } from 'node:child_process';
import { mkdtempDisposable, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { readElfSymbols } from '../../src/python/elf-symbols.ts';
import { listOfferedSymbols, listWantedSymbols } from '../../src/python/list-symbols.ts';
import { defaultWheelLimits } from '../../src/python/archive-limits.ts';
import { writeWheel } from './write-wheel.ts';

const run = promisify(execFile);

/** A library with versioned and plain symbols, and an extension that uses some of both. */
async function compile(folder: string, hashStyle: string): Promise<{ library: string; extension: string }> {
  await writeFile(
    join(folder, 'lib.c'),
    'int kept(void){return 1;} int other(void){return 2;} static int own(void){return 3;} int (*keep)(void) = own;',
  );
  await writeFile(join(folder, 'lib.map'), 'V1 { global: kept; }; V2 { global: other; keep; local: *; } V1;');
  await writeFile(
    join(folder, 'ext.c'),
    'int kept(void); int other(void); __attribute__((weak)) int maybe(void); int PyInit__x(void){return kept()+other()+(maybe?maybe():0);}',
  );
  const [library, extension] = [join(folder, 'libx.so.1'), join(folder, 'ext.so')];
  const shared = ['-shared', '-fPIC', '-nostdlib', `-Wl,--hash-style=${hashStyle}`];
  await run('gcc', [
    ...shared,
    '-Wl,-soname,libx.so.1',
    `-Wl,--version-script=${folder}/lib.map`,
    '-o',
    library,
    `${folder}/lib.c`,
  ]);
  await run('gcc', [...shared, '-o', extension, `${folder}/ext.c`, library]);
  return { library, extension };
}

test.each(['gnu', 'sysv', 'both'])(
  'symbols are read with their versions from files with hash tables of style %s',
  async (style) => {
    await using folder = await mkdtempDisposable(join(tmpdir(), 'wy-symbols-'));
    const { library, extension } = await compile(folder.path, style);
    const offered = await listOfferedSymbols(library);
    expect(offered?.filter((name) => !/^V[12]@/.test(name)).toSorted()).toEqual([
      'keep@V2',
      'kept@V1',
      'other@V2',
    ]);
    const wheel = join(folder.path, 'demo-1.0-py3-none-any.whl');
    const content = (await readFile(extension)).toString('latin1');
    await writeFile(
      wheel,
      writeWheel({ files: [{ name: '_x.so', content: Buffer.from(content, 'latin1') }] }),
    );
    const wanted = await listWantedSymbols(wheel, defaultWheelLimits);
    expect(wanted?.toSorted()).toEqual(['kept@V1', 'other@V2']);
  },
);

/** What marks a version is written as a symbol of its own, by either in another way. */
const isSymbol = (name: string): boolean => !name.startsWith('ZLIB_');

test('a library of this host is read as binutils read it', async () => {
  const { stdout: maps } = await run('sh', ['-c', "ldconfig -p | awk '/libz.so.1 /{print $NF; exit}'"]);
  const file = maps.trim();
  const { stdout } = await run('readelf', ['-W', '--dyn-syms', file], { maxBuffer: 64 * 1024 ** 2 });
  const rows = stdout.split('\n').map((line) => line.trim().split(/\s+/));
  const defined = rows.filter(([, , , , bind = '', , place]) => /GLOBAL|WEAK/.test(bind) && place !== 'UND');
  const names = defined.map((row) => (row[7] ?? '').replace('@@', '@'));
  expect(names.length).toBeGreaterThan(50);
  const offered = (await listOfferedSymbols(file)) ?? [];
  expect(offered.filter(isSymbol).toSorted()).toEqual(names.filter(isSymbol).toSorted());
});

test('a file of any bytes behind an ELF header ends in a sentence or in nothing, within bounds', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'wy-symbols-'));
  const { library } = await compile(folder.path, 'both');
  const bytes = await readFile(library);
  let seed = 7;
  for (let round = 0; round < 300; round++) {
    const broken = Buffer.from(bytes);
    for (let times = 0; times < 8; times++) {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      broken[16 + (seed % (broken.length - 16))] = seed >> 8;
    }
    const symbols = await readElfSymbols(async (offset, length) => broken.subarray(offset, offset + length));
    expect(symbols.ok ? symbols.value.offered.length < 200_001 : symbols.problem !== '').toBe(true);
  }
});

/** A library with as many symbols as are read, each of whose names begins where `nameAt` says, in the given strings. */
function libraryOf(strings: Buffer, nameAt: (symbol: number) => number): Buffer {
  const count = 200_000;
  const [dynamicAt, hashAt, symbolsAt] = [0x100, 0x200, 0x300];
  const stringsAt = symbolsAt + count * 24;
  const base = 0x1000;
  const file = Buffer.alloc(stringsAt);
  file.set([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1]);
  file.writeBigUInt64LE(64n, 32);
  file.writeUInt16LE(56, 54);
  file.writeUInt16LE(2, 56);
  const segment = (at: number, of: { type: number; offset: number; bytes: number }): void => {
    file.writeUInt32LE(of.type, at);
    file.writeBigUInt64LE(BigInt(of.offset), at + 8);
    file.writeBigUInt64LE(BigInt(base + of.offset), at + 16);
    file.writeBigUInt64LE(BigInt(of.bytes), at + 32);
  };
  segment(64, { type: 1, offset: 0, bytes: stringsAt + strings.length });
  segment(120, { type: 2, offset: dynamicAt, bytes: 80 });
  const entries = [
    [4, base + hashAt],
    [5, base + stringsAt],
    [6, base + symbolsAt],
    [10, strings.length],
  ];
  for (const [index, [tag = 0, value = 0]] of entries.entries()) {
    file.writeBigUInt64LE(BigInt(tag), dynamicAt + index * 16);
    file.writeBigUInt64LE(BigInt(value), dynamicAt + index * 16 + 8);
  }
  file.writeUInt32LE(count, hashAt + 4);
  for (let symbol = 0; symbol < count; symbol++) {
    const at = symbolsAt + symbol * 24;
    file.writeUInt32LE(nameAt(symbol), at);
    file.writeUInt8(0x10, at + 4);
  }
  return Buffer.concat([file, strings]);
}

const readBytes = (bytes: Buffer) =>
  readElfSymbols(async (offset, length) => bytes.subarray(offset, offset + length));

test('names without an end, and names that are too much together, cost no more than their bound', async () => {
  const endless = Buffer.alloc(8 * 1024 ** 2, 'a');
  expect(await readBytes(libraryOf(endless, () => 0))).toEqual({
    ok: true,
    value: { wanted: [], offered: [] },
  });
  const long = Buffer.from(`${'a'.repeat(4000)}\0`);
  expect(await readBytes(libraryOf(long, (symbol) => symbol % 2000))).toMatchObject({
    ok: false,
    problem: 'the names of its symbols are too long',
  });
});
