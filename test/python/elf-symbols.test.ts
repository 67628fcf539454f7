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
