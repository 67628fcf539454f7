import { mkdtempDisposable, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { readDefinitions } from '../../src/definitions.ts';
import { readDescriber } from '../../src/drivers.ts';
import type { Flavour, TargetName } from '../../src/domain/target.ts';
import { imageReference } from '../../src/engine/image-reference.ts';
import { factsPath } from '../../src/engine/maker-script.ts';
import { CampaignDetail, CampaignPreview, CampaignView } from '../../src/http/contract/campaign.ts';
import { RefreshDetail, RefreshView } from '../../src/http/contract/refresh.ts';
import { docker } from './docker.ts';
import { openTestFarm, type TestFarm } from './open-test-farm.ts';
import { makeSmallSdist, pyproject, setupPy } from './small-sdist.ts';

const bookworm = 'debian-12-cp311-amd64';
const run = promisify(execFile);

/** An extension that links zlib and calls one function of it. */
async function buildUser(
  farm: TestFarm,
  { folder, name, calls }: { folder: string; name: string; calls: string },
) {
  const module = name.replaceAll('-', '_');
  const file = await makeSmallSdist({
    folder,
    name,
    files: {
      'pyproject.toml': pyproject(['setuptools']),
      'setup.py': setupPy(name, `, ext_modules=[Extension('_${module}', ['demo.c'], libraries=['z'])]`),
      [`${module}.py`]: `import _${module}\n`,
      'demo.c': `#include <Python.h>
#include <zlib.h>
static PyObject *call(PyObject *self, PyObject *none) { return PyLong_FromLong((long)${calls}(0, 0, 0)); }
static PyMethodDef methods[] = {{"call", call, METH_NOARGS, ""}, {0}};
static struct PyModuleDef definition = {PyModuleDef_HEAD_INIT, "_${module}", "", -1, methods};
PyMODINIT_FUNC PyInit__${module}(void) { return PyModule_Create(&definition); }
`,
    },
  });
  const id = (await farm.build(file, [bookworm])).get(bookworm) ?? 0;
  const { build } = await farm.follow(id);
  expect(build.state).toMatchObject({ name: 'succeeded' });
}

/** As if the distribution had brought something newer: the image of the next refresh is there before a worker makes it. */
async function prepareImages(farm: TestFarm, of: { revision: number; script: string; folder: string }) {
  const target = (await readDefinitions(farm.config)).targets.get(bookworm as TargetName);
  if (target === undefined) throw new Error('no target');
  const describer = await readDescriber(farm.config.imagesFolder);
  const references: string[] = [];
  for (const flavour of ['runtime', 'build'] as const satisfies readonly Flavour[]) {
    const spec = { target, flavour, osPackages: [] };
    const plain = imageReference(spec, describer);
    const next = imageReference({ ...spec, revision: of.revision }, describer);
    const container = await docker('create', '--user', '0', plain, 'sh', '-c', of.script);
    await docker('cp', join(of.folder, 'libz.so.1'), `${container}:/libz.so.1`);
    await docker('start', '--attach', container);
    await docker('commit', container, next);
    await docker('rm', '--force', container);
    references.push(next);
  }
  return references;
}

const editFacts = (edit: string, version = 'newer'): string => `python3 - <<'END'
import json
path = '${factsPath}'
facts = json.load(open(path))
def bump(name):
    facts['manifest'] = sorted([line + '.${version}' if line.startswith(name + '=') else line for line in facts['manifest']])
${edit}
json.dump(facts, open(path, 'w'))
END`;
const replaceLibrary = 'cp /libz.so.1 "$(readlink -f /usr/lib/x86_64-linux-gnu/libz.so.1)"';

test('a refresh builds again what a lost symbol or soname touches, and nothing where nothing changed that matters', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'wy-impact-'));
  await using farm = await openTestFarm();
  // Images of refreshes bear their number, and other farms share the engine.
  const first = 1_000_000 + process.pid * 10;
  {
    using database = new DatabaseSync(join(farm.config.dataFolder, 'catalogue.db'));
    database.prepare('insert into sqlite_sequence (name, seq) values (?, ?)').run('refreshes', first - 1);
  }
  await writeFile(
    join(folder.path, 'z.c'),
    'unsigned long crc32(unsigned long c, const unsigned char *b, unsigned n){return c;}\n',
  );
  await run('gcc', [
    '-shared',
    '-fPIC',
    '-nostdlib',
    '-Wl,-soname,libz.so.1',
    '-o',
    join(folder.path, 'libz.so.1'),
    join(folder.path, 'z.c'),
  ]);
  await buildUser(farm, { folder: folder.path, name: 'uses-adler', calls: 'adler32' });
  await buildUser(farm, { folder: folder.path, name: 'uses-crc', calls: 'crc32' });
  const images: string[] = [];
  const refresh = async (revision: number, script: string): Promise<void> => {
    images.push(...(await prepareImages(farm, { revision, script, folder: folder.path })));
    const asked = await farm.request('POST', `/api/targets/${bookworm}/refresh`);
    const { id } = RefreshView.parse(await asked.json());
    expect(id).toBe(revision);
    const state = async () =>
      RefreshDetail.parse(await (await farm.request('GET', `/api/refreshes/${id}`)).json()).state.name;
    await expect.poll(state, { timeout: 60_000, interval: 200 }).toBe('made');
  };
  const touched = async () => {
    const reply = await farm.request('POST', '/api/campaigns', { target: bookworm, dryRun: true });
    const { builds } = CampaignPreview.parse(await reply.json());
    return builds
      .map(({ project, reasons }) => [project, ...reasons.map(({ sentence }) => sentence)])
      .toSorted(([one = ''], [other = '']) => one.localeCompare(other));
  };
  try {
    await refresh(first, editFacts(`bump('tzdata'); bump('zlib1g')`));
    expect(await touched()).toEqual([]);
    const begun = await farm.request('POST', '/api/campaigns', { target: bookworm, which: 'all' });
    const { id } = CampaignView.parse(await begun.json());
    const look = async () =>
      CampaignDetail.parse(await (await farm.request('GET', `/api/campaigns/${id}`)).json());
    await expect.poll(async () => (await look()).state, { timeout: 120_000, interval: 500 }).toBe('over');
    expect((await look()).results).toEqual({ unchanged: 2, changed: 0, published: 0, failed: 0 });

    await refresh(first + 1, `${editFacts(`bump('zlib1g')`, 'next')}\n${replaceLibrary}`);
    expect(await touched()).toEqual([
      ['uses-adler', 'it uses adler32 of libz.so.1, which zlib1g has no more'],
    ]);

    const renamed = `facts['libraries'].pop('libz.so.1'); facts['libraries']['libz.so.2'] = 'zlib2g'; bump('zlib1g')`;
    await refresh(first + 2, editFacts(renamed, 'last'));
    expect((await touched()).map(([project]) => project)).toEqual(['uses-adler', 'uses-crc']);
  } finally {
    for (const reference of images) await docker('rmi', '--force', reference);
  }
}, 300_000);
