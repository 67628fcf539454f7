import { execFile } from 'node:child_process';
import { mkdtempDisposable, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { CampaignDetail, CampaignView } from '../../src/http/contract/campaign.ts';
import { openTestFarm } from './open-test-farm.ts';
import { makeSmallSdist, pyproject, setupPy } from './small-sdist.ts';

const bookworm = 'debian-12-cp311-amd64';

test('a C extension that a campaign builds again comes out the same, and nothing is published', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'wy-rebuild-real-'));
  await using farm = await openTestFarm();
  const file = await makeSmallSdist({
    folder: folder.path,
    name: 'demo-again',
    files: {
      'pyproject.toml': pyproject(['setuptools']),
      'setup.py': setupPy('demo-again', ", ext_modules=[Extension('_demo_again', ['demo.c'])]"),
      'demo_again.py': 'import _demo_again\n',
      'demo.c': `#include <Python.h>
static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, "_demo_again", __FILE__, -1, NULL};
PyMODINIT_FUNC PyInit__demo_again(void) { return PyModule_Create(&module); }
`,
    },
  });
  const id = (await farm.build(file, [bookworm])).get(bookworm) ?? 0;
  const { build: first } = await farm.follow(id);
  expect(first.state).toMatchObject({ name: 'succeeded', rebuilt: null });

  const begun = await farm.request('POST', '/api/campaigns', { target: bookworm, which: 'all' });
  const { id: campaign } = CampaignView.parse(await begun.json());
  const look = async (): Promise<CampaignDetail> =>
    CampaignDetail.parse(await (await farm.request('GET', `/api/campaigns/${campaign}`)).json());
  await expect.poll(async () => (await look()).progress.begun, { timeout: 20_000 }).toBe(1);
  const { build: again } = await farm.follow(id);
  expect(again.state).toEqual({ ...first.state, rebuilt: 'unchanged' });
  expect(again.attemptCount).toBe(2 * first.attemptCount);
  await expect.poll(async () => (await look()).state, { timeout: 20_000 }).toBe('over');
  expect(await look()).toMatchObject({ results: { unchanged: 1, changed: 0 }, worse: [] });
}, 240_000);

test('a rebuild that differs is published under the next build tag, and pip installs that one', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'wy-rebuild-real-'));
  await using farm = await openTestFarm();
  const remember = "import time\nopen('demo_clock.py', 'w').write(f'built_at = {time.time_ns()}\\n')\n";
  const file = await makeSmallSdist({
    folder: folder.path,
    name: 'demo-clock',
    files: {
      'pyproject.toml': pyproject(['setuptools']),
      'setup.py': remember + setupPy('demo-clock'),
      'demo_clock.py': '',
    },
  });
  const id = [...(await farm.build(file, [bookworm])).values()].at(-1) ?? 0;
  const { build: first } = await farm.follow(id);
  const builder =
    first.state.name === 'succeeded' && first.state.answeredBy !== null ? first.state.answeredBy : id;
  await farm.request('POST', `/api/builds/${builder}/rebuild`);
  const { build: again } = await farm.follow(builder);
  expect(again.state).toMatchObject({
    name: 'succeeded',
    filename: 'demo_clock-1.0-1-py3-none-any.whl',
    rebuilt: 'changed',
  });
  const index = `${farm.url}/index/${bookworm}/simple/`;
  const site = join(folder.path, 'site');
  const words = ['install', '--disable-pip-version-check', '--no-cache-dir', '--index-url', index];
  const env = { PATH: '/usr/bin:/bin', HOME: folder.path, PIP_CONFIG_FILE: '/dev/null' };
  const { stdout } = await promisify(execFile)(
    '/usr/bin/python3',
    ['-m', 'pip', ...words, '--target', site, 'demo-clock'],
    { env },
  );
  expect(stdout).toContain('demo_clock-1.0-1-py3-none-any.whl');
  expect(await readFile(join(site, 'demo_clock-1.0.dist-info', 'WHEEL'), 'utf8')).toContain('Build: 1\n');
}, 240_000);
