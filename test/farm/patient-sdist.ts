import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { packEntries, pkgInfoOf } from '../zoo/pack-entries.ts';
import { docker } from './docker.ts';

const sign = '/tmp/go';

/** What says that the stage is reached; it stands in the log of a build. */
export const waitingWords = 'waits for its sign';

const waiting = [
  'import os, time',
  `print("${waitingWords}", flush=True)`,
  'end = time.monotonic() + 120',
  `while not os.path.exists("${sign}"):`,
  '    assert time.monotonic() < end, "no sign came"',
  '    time.sleep(0.02)',
  '',
].join('\n');

/** Where it waits for its sign: in the build, in the import that verifies its wheel, or nowhere. */
export type Stage = 'build' | 'import' | 'nowhere';

/** An sdist under the test's control: it stays at a stage until it gets its sign, so that nothing depends on speed. */
export async function makePatientSdist(
  folder: string,
  sdist: { readonly name: string; readonly stage: Stage; readonly wheelBytes?: number },
): Promise<string> {
  const { name, stage, wheelBytes = 0 } = sdist;
  const topFolder = `${name}-1.0`;
  const setup = [
    'import os, sys',
    'from setuptools import setup',
    'if "bdist_wheel" in sys.argv:',
    `    os.makedirs("${name}")`,
    `    open("${name}/__init__.py", "w").write(${JSON.stringify(stage === 'import' ? waiting : '')})`,
    // Random, so that the wheel's compression does not make it small again.
    `    open("${name}/data.bin", "wb").write(os.urandom(${wheelBytes}))`,
    ...(stage === 'build' ? [`    exec(${JSON.stringify(waiting)})`] : []),
    `setup(name="${name}", version="1.0", packages=["${name}"] if os.path.isdir("${name}") else [], package_data={"": ["*.bin"]})`,
    '',
  ].join('\n');
  const archive = await packEntries([
    { name: `${topFolder}/PKG-INFO`, content: pkgInfoOf(topFolder) },
    { name: `${topFolder}/setup.py`, content: setup },
  ]);
  const file = join(folder, `${topFolder}.tar.gz`);
  await writeFile(file, gzipSync(archive));
  return file;
}

export const giveSign = (container: string): Promise<string> => docker('exec', container, 'touch', sign);
