import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { RequestedBuilds, type BuildDetail } from '../../src/http/contract/build.ts';
import { Problem } from '../../src/http/contract/problem.ts';
import { nameImage } from '../../setup/image-name.ts';
import { startFarm } from '../../src/up.ts';
import { docker } from './docker.ts';
import { openTestFarm, type TestFarm } from './open-test-farm.ts';
import { readWheelText } from './read-wheel-text.ts';
import { makeSmallSdist, pyproject, setupPy } from './small-sdist.ts';
import { openUpstream } from './upstream-server.ts';

const bullseye = 'debian-11-cp39-amd64';
const bookworm = 'debian-12-cp311-amd64';
const trixie = 'debian-13-cp313-amd64';

const patched = `--- a/demo_recipe.py
+++ b/demo_recipe.py
@@ -1 +1 @@
-patched = False
+patched = True
`;
const recipes = {
  'demo-recipe.yaml': `# Shows each thing that a recipe can change.
project: demo-recipe
system-packages: {debian: [libsodium-dev]}
environment: {DEMO_WORD: from-the-recipe}
config-settings: {--global-option: --quiet}
patches: [{file: demo.patch, versions: '<2'}]
`,
  'demo-misfit.yaml':
    '# Its patch is for another source.\nproject: demo-misfit\npatches: [{file: demo.patch}]\n',
  'demo-conflict.yaml':
    '# Names two that exclude each other.\nproject: demo-conflict\nsystem-packages: {debian: [libcurl4-openssl-dev, libcurl4-gnutls-dev]}\n',
  'demo-nopackage.yaml':
    '# Names a package that no release has.\nproject: demo-nopackage\nsystem-packages: {debian: [libno-such-thing-dev]}\n',
};

let folder = '';
let farm: TestFarm;
let upstream: Awaited<ReturnType<typeof openUpstream>>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wy-job-'));
  const plain = (name: string): Promise<string> =>
    makeSmallSdist({
      folder,
      name,
      files: { 'setup.py': setupPy(name), [`${name.replaceAll('-', '_')}.py`]: 'x = 1\n' },
    });
  upstream = await openUpstream({
    'demo-json': { file: await plain('demo-json'), form: 'json', hash: 'true' },
    'demo-html': { file: await plain('demo-html'), form: 'html', hash: 'true' },
    'demo-lie': { file: await plain('demo-lie'), form: 'json', hash: 'false' },
  });
  farm = await openTestFarm({
    environment: { WHEELYARD_UPSTREAM_INDEXES: upstream.url },
    recipes,
    patches: { 'demo.patch': patched },
  });
});

afterAll(async () => {
  await farm[Symbol.asyncDispose]();
  await upstream[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

const filenameOf = (build: BuildDetail): string =>
  build.state.name === 'succeeded' ? build.state.filename : '';
const pathOf = (build: BuildDetail): string => (build.state.name === 'succeeded' ? build.state.path : '');

const requestRelease = (project: string): Promise<Response> =>
  farm.request('POST', '/api/builds', { release: `${project}==1.0`, targets: [bookworm] });

describe('a release that only an upstream index has', () => {
  test.each(['demo-json', 'demo-html'])('is fetched and built: %s', async (project) => {
    const { builds } = RequestedBuilds.parse(await (await requestRelease(project)).json());
    for (const { build } of builds) {
      const ended = await farm.follow(build.id);
      expect(ended.build.state.name).toBe('succeeded');
    }
    expect(builds.map(({ build }) => build.target)).toContain(bookworm);
  });

  test('is not taken when it is not what its hash says', async () => {
    const reply = await requestRelease('demo-lie');
    expect(reply.ok).toBe(false);
    expect(Problem.parse(await reply.json()).detail).toMatch(/sha256|hash/);
    const known = await farm.request('GET', '/api/builds?project=demo-lie');
    expect(await known.json()).toMatchObject({ builds: [] });
  });

  test('is said not to be there when it is not', async () => {
    const reply = await requestRelease('demo-nowhere');
    expect(reply.status).toBe(404);
    expect(Problem.parse(await reply.json()).detail).toContain('demo-nowhere 1.0');
  });
});

test('a pure project is built once, on the lowest target, and pip finds its wheel on every other', async () => {
  const file = await makeSmallSdist({
    folder,
    name: 'demo-pure',
    files: { 'setup.py': setupPy('demo-pure'), 'demo_pure.py': 'x = 1\n' },
  });
  const ids = await farm.build(file, [bookworm, trixie]);
  expect([...ids.keys()].sort()).toEqual([bullseye, bookworm, trixie]);
  const built = await farm.follow(ids.get(bullseye) ?? 0);
  expect(filenameOf(built.build)).toBe('demo_pure-1.0-py3-none-any.whl');
  for (const target of [bookworm, trixie]) {
    const { build } = await farm.follow(ids.get(target) ?? 0);
    expect(build.state).toMatchObject({ name: 'succeeded', answeredBy: ids.get(bullseye) });
    expect(build.attempts).toEqual([]);
    const install = `pip install -q --index-url ${farm.url}/index/${target}/simple/ demo-pure && python3 -c 'import demo_pure; print(demo_pure.x)'`;
    const words = ['run', '--rm', '--network', 'host', '-e', 'PIP_BREAK_SYSTEM_PACKAGES=1'];
    const printed = await docker(...words, await nameImage(target, 'runtime'), 'sh', '-c', install);
    expect(printed.split('\n').at(-1)).toBe('1');
  }
});

test('a project that looks pure but is not is built on each target after all', async () => {
  const setup = setupPy('demo-guise', ", ext_modules=[Extension('demo_guise_c', ['code.txt.c'])]").replace(
    'setup(',
    "import os\nos.rename('code.txt', 'code.txt.c')\nsetup(",
  );
  const code =
    '#include <Python.h>\nstatic struct PyModuleDef m = {PyModuleDef_HEAD_INIT, "demo_guise_c", NULL, -1, NULL};\nPyMODINIT_FUNC PyInit_demo_guise_c(void) { return PyModule_Create(&m); }\n';
  const once = setup.replace(
    "os.rename('code.txt', 'code.txt.c')",
    "os.path.exists('code.txt.c') or os.rename('code.txt', 'code.txt.c')",
  );
  const file = await makeSmallSdist({
    folder,
    name: 'demo-guise',
    files: { 'setup.py': once, 'demo_guise.py': '', 'code.txt': code },
  });
  const ids = await farm.build(file, [bookworm]);
  const { build } = await farm.follow(ids.get(bookworm) ?? 0);
  expect(filenameOf(build)).toBe('demo_guise-1.0-cp311-cp311-linux_x86_64.whl');
});

test('a source tree without PKG-INFO is built when its name and version are given, and its wheel bears them', async () => {
  const files = { 'setup.py': setupPy('demo-tree'), 'demo_tree.py': '', 'demo.c': '' };
  const file = await makeSmallSdist({ folder, name: 'demo-tree', layout: 'tree', files });
  const bare = await farm.upload(file);
  expect(bare.status).toBe(400);
  expect(Problem.parse(await bare.json()).type).toContain('name-and-version-needed');
  const ids = await farm.build(file, [bookworm], { name: 'demo-tree', version: '1.0' });
  const { build } = await farm.follow(ids.get(bookworm) ?? 0);
  expect(build.state).toMatchObject({ name: 'succeeded' });
});

test('a build requirement that the farm itself has built is laid in, and the evidence says so', async () => {
  const tool = await makeSmallSdist({
    folder,
    name: 'demo-tool',
    files: { 'setup.py': setupPy('demo-tool'), 'demo_tool.py': 'word = "built here"\n' },
  });
  const user = await makeSmallSdist({
    folder,
    name: 'demo-user',
    files: {
      'pyproject.toml': pyproject(['setuptools', 'wheel', 'demo-tool>=1']),
      'setup.py': `import demo_tool\nopen('demo_user.py', 'w').write('word = %r' % demo_tool.word)\n${setupPy('demo-user')}`,
      'native.c': '',
    },
  });
  const early = await farm.follow((await farm.build(user, [bookworm])).get(bookworm) ?? 0);
  expect(early.build.state).toMatchObject({
    name: 'failed',
    failure: { kind: 'unmet-requirement', facts: { requirement: 'demo-tool>=1', available: null } },
  });
  for (const id of (await farm.build(tool, [bookworm])).values()) await farm.follow(id);
  // Nobody asks for it again: that its requirement was published does.
  await expect
    .poll(async () => (await farm.show(early.build.id)).state, { timeout: 60_000 })
    .toMatchObject({ name: 'succeeded' });
  const build = await farm.show(early.build.id);
  expect(await readWheelText(`${farm.url}${pathOf(build)}`, 'demo_user.py')).toBe("word = 'built here'");
  const met = build.attempts.flatMap(({ outcome }) => outcome?.evidence.requirements ?? []);
  expect(met).toContainEqual({ requirement: 'demo-tool>=1', version: '1.0', source: 'farm' });
});

describe('a recipe', () => {
  const files = {
    'setup.py': `import os\nopen('demo_word.txt', 'w').write(os.environ['DEMO_WORD'])\n${setupPy('demo-recipe', ", data_files=[('', ['demo_word.txt'])]")}`,
    'demo_recipe.py': 'patched = False\n',
    'native.c': '#include <sodium.h>\n',
  };

  test('brings OS packages, environment and patches to its project', async () => {
    const ids = await farm.build(await makeSmallSdist({ folder, name: 'demo-recipe', files }), [bookworm]);
    const { build } = await farm.follow(ids.get(bookworm) ?? 0);
    const url = `${farm.url}${pathOf(build)}`;
    expect(await readWheelText(url, 'demo_recipe.py')).toBe('patched = True\n');
    expect(await readWheelText(url, 'demo_recipe-1.0.data/data/demo_word.txt')).toBe('from-the-recipe');
    expect(build.attempts[0]?.osPackages).toEqual(['libsodium-dev']);
  });

  test('whose patch does not apply fails the build by name', async () => {
    const misfit = { 'setup.py': setupPy('demo-misfit'), 'demo_misfit.py': '', 'native.c': '' };
    const ids = await farm.build(await makeSmallSdist({ folder, name: 'demo-misfit', files: misfit }), [
      bookworm,
    ]);
    const { build } = await farm.follow(ids.get(bookworm) ?? 0);
    expect(build.state).toMatchObject({ failure: { kind: 'patch-failed', facts: { patch: 'demo.patch' } } });
  });

  test('that names an OS package which the release lacks fails the build with the name', async () => {
    const nopackage = { 'setup.py': setupPy('demo-nopackage'), 'demo_nopackage.py': '', 'native.c': '' };
    const ids = await farm.build(await makeSmallSdist({ folder, name: 'demo-nopackage', files: nopackage }), [
      bookworm,
    ]);
    const { build } = await farm.follow(ids.get(bookworm) ?? 0);
    expect(build.state).toMatchObject({
      failure: { kind: 'no-such-os-package', facts: { packages: ['libno-such-thing-dev'] } },
    });
  });

  test('that names OS packages which exclude each other fails the build with their names', async () => {
    const files = { 'setup.py': setupPy('demo-conflict'), 'demo_conflict.py': '', 'native.c': '' };
    const ids = await farm.build(await makeSmallSdist({ folder, name: 'demo-conflict', files }), [bookworm]);
    const { build } = await farm.follow(ids.get(bookworm) ?? 0);
    expect(build.state).toMatchObject({
      failure: {
        kind: 'os-package-conflict',
        facts: { packages: ['libcurl4-gnutls-dev', 'libcurl4-openssl-dev'] },
      },
    });
  });

  test('that is wrong stops the start, and every problem is listed with file and line', async () => {
    const broken = await mkdtemp(join(tmpdir(), 'wy-bad-'));
    const wrong = openTestFarm({
      folder: broken,
      recipes: {
        'one.yaml': '# Wrong twice.\nproject: two\nunknown: 1\n',
        'three.yaml': 'project: three\n',
      },
    });
    await expect(wrong).rejects.toThrow(/one\.yaml:2[^]*one\.yaml:3[^]*three\.yaml:1/);
    await rm(broken, { recursive: true });
  });
});

test('a second farm on the same folder is refused while the first one runs', async () => {
  const config = readConfig({ WHEELYARD_DATA: farm.folder, WHEELYARD_PORT: '0' });
  await expect(startFarm({ config, logger: pino({ level: 'silent' }) })).rejects.toThrow(
    /in use by another farm/,
  );
});
