import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { packEntries, pkgInfoOf } from '../zoo/pack-entries.ts';

/** An sdist of a few lines, made for one test. Without PKG-INFO it is a source tree, as a git archive is one. */
export async function makeSmallSdist(sdist: {
  readonly folder: string;
  readonly name: string;
  readonly version?: string;
  readonly files: Readonly<Record<string, string>>;
  readonly layout?: 'sdist' | 'tree';
}): Promise<string> {
  const top = `${sdist.name.replaceAll('-', '_')}-${sdist.version ?? '1.0'}`;
  const entries = Object.entries(sdist.files).map(([name, content]) => ({ name: `${top}/${name}`, content }));
  const info = sdist.layout === 'tree' ? [] : [{ name: `${top}/PKG-INFO`, content: pkgInfoOf(top) }];
  const file = join(sdist.folder, `${top}.tar.gz`);
  await writeFile(file, gzipSync(await packEntries([...info, ...entries])));
  return file;
}

/** setup.py of a project with one module; `more` are further arguments of setup(). */
export const setupPy = (name: string, more = ''): string =>
  `from setuptools import Extension, setup\nsetup(name='${name}', version='1.0', py_modules=['${name.replaceAll('-', '_')}']${more})\n`;

export const pyproject = (requires: readonly string[]): string =>
  `[build-system]\nrequires = ${JSON.stringify(requires)}\nbuild-backend = "setuptools.build_meta"\n`;
