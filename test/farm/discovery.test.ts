import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { BuildDetail } from '../../src/http/contract/build.ts';
import { LearnedRecipeDetail } from '../../src/http/contract/learned-recipe.ts';
import { openTestFarm, type TestFarm } from './open-test-farm.ts';
import { makeSmallSdist } from './small-sdist.ts';

/* The farm finds the OS packages of a build that names none: no recipes, the targets' real file indexes. */

const bookworm = 'debian-12-cp311-amd64';
const trixie = 'debian-13-cp313-amd64';
const minutes = 60_000;

/** Includes a header in a way that no reading of the source sees, and names another in a file that nothing compiles. */
const secretive = (name: string, version: string) => ({
  name,
  version,
  files: {
    'setup.py': `from setuptools import Extension, setup
setup(name='${name}', version='${version}', ext_modules=[Extension('${name}', ['${name}.c'], libraries=LIBRARIES)])
`.replace('LIBRARIES', "['ya' + 'ml']"),
    [`${name}.c`]: `#include <Python.h>
#define HEADER <yaml.h>
#include HEADER
static struct PyModuleDef definition = {PyModuleDef_HEAD_INIT, "${name}", yaml_get_version_string, -1, NULL};
PyMODINIT_FUNC PyInit_${name}(void) { definition.m_doc = yaml_get_version_string(); return PyModule_Create(&definition); }
`.replace('yaml_get_version_string, -1', 'NULL, -1'),
    'unused.c': '#include <lzo/lzo1.h>\n',
  },
});

/** An optional extension: setuptools goes on without it when it does not compile. */
const optional = (name: string, source: string) => ({
  name,
  files: {
    'setup.py': `from setuptools import Extension, setup
setup(name='${name}', version='1.0', py_modules=['${name}'], ext_modules=[Extension('_${name}', ['_${name}.c'], optional=True)])
`,
    [`${name}.py`]: 'x = 1\n',
    [`_${name}.c`]: source,
  },
});

let folder = '';
let farm: TestFarm;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wy-find-'));
  farm = await openTestFarm({
    environment: { WHEELYARD_TARGETS: `${bookworm},${trixie}` },
    findsPackages: true,
  });
}, 2 * minutes);

afterAll(async () => {
  await farm[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

type SmallSdist = Omit<Parameters<typeof makeSmallSdist>[0], 'folder'>;

async function request(sdist: SmallSdist, target: string): Promise<number> {
  const ids = await farm.build(await makeSmallSdist({ folder, ...sdist }), [target]);
  return ids.get(target) ?? 0;
}

const finish = async (id: number): Promise<BuildDetail> => (await farm.follow(id, 300)).build;

const build = async (sdist: SmallSdist, target: string): Promise<BuildDetail> =>
  finish(await request(sdist, target));

/** What each attempt was, which packages it was given, and what came of it. */
const storyOf = ({ attempts }: BuildDetail): readonly unknown[] =>
  attempts
    .filter(({ kind }) => kind !== 'verify')
    .map(({ kind, found, outcome }) => [
      kind,
      found.map((each) => `${each.package} (${each.because})`).sort(),
      outcome?.kind === 'failed' ? outcome.failure.sentence : outcome?.kind,
    ]);

describe('a build that names no OS packages', { timeout: 10 * minutes }, () => {
  test('is given what its failure names, and what was never opened is not learned', async () => {
    const [id, other] = [
      await request(secretive('seeks', '1.0'), bookworm),
      await request(secretive('waits', '1.0'), bookworm),
    ];
    const first = await finish(id);
    expect(storyOf(first)).toEqual([
      ['file-index', [], 'indexed'],
      ['build', ['liblzo2-dev (hint)'], 'missing header: yaml.h'],
      ['build', ['liblzo2-dev (hint)', 'libyaml-dev (diagnosis)'], 'built'],
    ]);
    expect(first.state.name).toBe('succeeded');
    // The index was made once for both.
    expect(storyOf(await finish(other))).toEqual(storyOf(first).slice(1));
    const reply = await farm.request('GET', '/api/learned-recipes/seeks');
    const learned = LearnedRecipeDetail.parse(await reply.json());
    expect(learned.recipes.map(({ target, packages }) => [target, packages])).toEqual([
      [bookworm, [{ package: 'libyaml-dev', wants: { kind: 'header', name: 'yaml.h' } }]],
    ]);
    expect(learned.yaml).toContain('system-packages:\n  debian:\n    - libyaml-dev\n');
  });

  test('has them from the first attempt on in its next version, and on a sister target', async () => {
    const next = await build(secretive('seeks', '1.1'), bookworm);
    expect(storyOf(next)).toEqual([['build', ['libyaml-dev (learned)'], 'built']]);
    const sister = await build(secretive('seeks', '1.0'), trixie);
    expect(storyOf(sister)).toEqual([
      ['file-index', [], 'indexed'],
      ['build', ['libyaml-dev (learned)'], 'built'],
    ]);
  });

  test('that skips an extension for want of one is built again with it', async () => {
    const source = `#include <Python.h>
#define HEADER <zstd.h>
#include HEADER
static struct PyModuleDef definition = {PyModuleDef_HEAD_INIT, "_shy", NULL, -1, NULL};
PyMODINIT_FUNC PyInit__shy(void) { return PyModule_Create(&definition); }
`;
    const shy = await build(optional('shy', source), bookworm);
    expect(storyOf(shy)).toEqual([
      ['build', [], 'built'],
      ['build', ['libzstd-dev (diagnosis)'], 'built'],
    ]);
    expect(shy.state).toMatchObject({ name: 'succeeded', filename: 'shy-1.0-cp311-cp311-linux_x86_64.whl' });
    expect(lastWheel(shy)?.outcome).toMatchObject({ wheel: { neededLibraries: expect.any(Array) } });
  });

  test('that goes on without its extension says so, and its wheel is not served to other targets', async () => {
    const lame = await build(optional('lame', '#include <Python.h>\n#error never\n'), bookworm);
    expect(lame.state).toMatchObject({ name: 'succeeded', degradation: { kind: expect.any(String) } });
    const page = await fetch(`${farm.url}/index/${trixie}/simple/lame/`);
    expect(page.status).toBe(404);
  });
});

const lastWheel = ({ attempts }: BuildDetail): BuildDetail['attempts'][number] | undefined =>
  attempts.findLast(({ kind }) => kind === 'build');
