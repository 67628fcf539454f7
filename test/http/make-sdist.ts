import { buffer } from 'node:stream/consumers';
import { createGzip } from 'node:zlib';
import { pack } from 'tar-stream';

/** An sdist, as bytes; the same for the same arguments. `c`: it has a C source, so it is not pure. */
export async function makeSdist(
  name: string,
  options: {
    readonly version?: string;
    readonly requiresPython?: string;
    readonly sources?: 'c' | 'python';
    readonly text?: string;
  } = {},
): Promise<{ readonly filename: string; readonly content: Buffer<ArrayBuffer> }> {
  const { version = '1.0', requiresPython, sources = 'python', text = '' } = options;
  const top = `${name}-${version}`;
  const archive = pack();
  const add = (path: string, body: string): unknown =>
    archive.entry({ name: `${top}/${path}`, mtime: new Date(0) }, body);
  const metadata = ['Metadata-Version: 2.1', `Name: ${name}`, `Version: ${version}`];
  if (requiresPython !== undefined) metadata.push(`Requires-Python: ${requiresPython}`);
  add('PKG-INFO', `${metadata.join('\n')}\n\n${text}`);
  add('setup.py', 'from setuptools import setup\nsetup()\n');
  if (sources === 'c') add('module.c', 'int answer(void) { return 42; }\n');
  archive.finalize();
  return { filename: `${top}.tar.gz`, content: Buffer.from(await buffer(archive.pipe(createGzip()))) };
}
