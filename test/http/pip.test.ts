import { execFile } from 'node:child_process';
import { mkdtempDisposable, readdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { sha256Of } from '../../src/domain/sha256.ts';
import { releaseOf } from '../contracts/catalogue-samples.ts';
import { writeWheel } from '../python/write-wheel.ts';
import { openFarm, type FarmUnderTest } from './farm-under-test.ts';
import { threeLevels } from './three-levels.ts';

const run = promisify(execFile);

/** A wheel that pip can read, put into a node as an upload is. */
async function put(farm: FarmUnderTest, version: string): Promise<string> {
  const text = `Metadata-Version: 2.1\nName: demo\nVersion: ${version}\n`;
  const content = writeWheel({ distInfo: `demo-${version}.dist-info`, metadata: text });
  const { sha256, sizeBytes } = await farm.blobs.put(Readable.from([content]));
  const release = releaseOf('demo', version);
  const filename = `demo-${version}-py3-none-any.whl`;
  const metadata = { sha256: sha256Of(text), text };
  const nothing = { requiresPython: null, requiresDist: [], importNames: [], extensions: [], fileCount: 4 };
  const wheel = { filename, sha256, sizeBytes, release, tags: [], metadata, ...nothing };
  await farm.catalogue.addWheel(wheel, null, 1);
  await farm.catalogue.publishFile({
    node: 'oss',
    ...release,
    filename,
    sha256,
    sizeBytes,
    requiresPython: null,
    metadataSha256: metadata.sha256,
    publishedAt: 1,
    build: null,
    uploadedBy: 'a test',
    yanked: null,
  });
  return filename;
}

it('pip installs through three levels with the configuration that the farm gives it, and passes over what is yanked', async () => {
  await using farm = await openFarm({ indexes: threeLevels() });
  await using folder = await mkdtempDisposable(join(tmpdir(), 'wheelyard-pip-'));
  const configuration = join(folder.path, 'pip.conf');
  await writeFile(configuration, await (await farm.ask('/index/team-a/pip.conf')).text());
  const env = { PATH: '/usr/bin:/bin', HOME: folder.path, PIP_CONFIG_FILE: configuration, LC_ALL: 'C.UTF-8' };
  const download = async (into: string, ...wanted: readonly string[]) => {
    const words = ['-m', 'pip', 'download', '--disable-pip-version-check', '--no-cache-dir', '-d', into];
    await run('/usr/bin/python3', [...words, ...wanted], { env, cwd: folder.path });
    return readdir(join(folder.path, into));
  };
  const [old, newest] = [await put(farm, '1.0'), await put(farm, '2.0')];
  expect(await download('first', 'Demo')).toEqual([newest]);
  await farm.catalogue.yankFile({ node: 'oss', filename: newest }, 'broken');
  expect(await download('second', 'demo')).toEqual([old]);
  expect(await download('third', 'demo==2.0')).toEqual([newest]);
  await expect(download('fourth', 'absent')).rejects.toMatchObject({
    stderr: expect.stringContaining('No matching distribution found for absent'),
  });
  await expect(download('fifth', 'acme-core')).rejects.toMatchObject({
    stderr: expect.stringContaining('No matching distribution found for acme-core'),
  });
}, 60_000);
