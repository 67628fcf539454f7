import { execFile } from 'node:child_process';
import { mkdtempDisposable, readdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { makeSmallSdist, setupPy } from './small-sdist.ts';
import { openTestFarm } from './open-test-farm.ts';
import { openUpstream } from './upstream-server.ts';

const run = promisify(execFile);
const bookworm = 'debian-12-cp311-amd64';

const indexes = `indexes:
  - {name: oss, pure: true}
  - {name: bookworm, bases: [oss], targets: [${bookworm}], onDemand: {hold: 60s}}
`;

test('pip downloads from an index what it lacks, while the farm builds it', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'wy-on-demand-'));
  const files = { 'setup.py': setupPy('demo-wanted'), 'demo_wanted.py': 'x = 1\n' };
  const file = await makeSmallSdist({ folder: folder.path, name: 'demo-wanted', files });
  await using upstream = await openUpstream({ 'demo-wanted': { file, form: 'json', hash: 'true' } });
  const tree = join(folder.path, 'indexes.yaml');
  await writeFile(tree, indexes);
  await using farm = await openTestFarm({
    environment: {
      WHEELYARD_UPSTREAM_INDEXES: upstream.url,
      WHEELYARD_INDEXES: tree,
      WHEELYARD_TARGETS: bookworm,
    },
  });
  const download = async (into: string, wanted: string) => {
    const index = ['--index-url', `${farm.url}/index/bookworm/simple/`, '--timeout', '90'];
    const words = ['-m', 'pip', 'download', '--disable-pip-version-check', '--no-cache-dir', '--no-deps'];
    const env = { PATH: '/usr/bin:/bin', HOME: folder.path, PIP_CONFIG_FILE: '/dev/null', LC_ALL: 'C.UTF-8' };
    await run('/usr/bin/python3', [...words, ...index, '-d', into, wanted], { env, cwd: folder.path });
    return readdir(join(folder.path, into));
  };
  const began = performance.now();
  const both = await Promise.all(['first', 'second'].map((into) => download(into, 'Demo_Wanted')));
  console.log(`from pip's request to the wheel: ${Math.round(performance.now() - began)} ms`);
  const wheel = 'demo_wanted-1.0-py3-none-any.whl';
  expect(both).toEqual([[wheel], [wheel]]);
  const known = await (await farm.request('GET', '/api/builds')).json();
  expect(known).toMatchObject({ builds: [{ requestedBy: 'on-demand:bookworm', target: bookworm }] });
  await expect(download('third', 'demo-absent')).rejects.toMatchObject({
    stderr: expect.stringContaining('No matching distribution found for demo-absent'),
  });
}, 180_000);
