import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { create } from 'tar';

const examples = resolve(import.meta.dirname, '..', 'examples');

/** Packs the repository's example as an sdist; returns its path. The same bytes every time. */
export async function makeExampleSdist(folder: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  const file = join(folder, 'wheelyard_example-1.0.tar.gz');
  await create(
    {
      file,
      gzip: true,
      portable: true,
      mtime: new Date('2020-01-01T00:00:00Z'),
      cwd: join(examples, 'wheelyard-example'),
      prefix: 'wheelyard_example-1.0',
    },
    ['PKG-INFO', 'pyproject.toml', 'setup.py', 'src'],
  );
  return file;
}
