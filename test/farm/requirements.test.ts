import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { BuildList, type BuildDetail } from '../../src/http/contract/build.ts';
import { openTestFarm, type TestFarm } from './open-test-farm.ts';
import { openSdistIndex } from './sdist-index.ts';
import { makeSmallSdist, pyproject } from './small-sdist.ts';

const target = 'debian-12-cp311-amd64';

let folder = '';
let farm: TestFarm;
let upstream: Awaited<ReturnType<typeof openSdistIndex>>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wy-requires-'));
  await mkdir(join(folder, 'upstream'));
  await mkdir(join(folder, 'own'));
  upstream = await openSdistIndex(join(folder, 'upstream'));
  farm = await openTestFarm({
    environment: { WHEELYARD_UPSTREAM_INDEXES: upstream.url, WHEELYARD_TARGETS: target },
  });
});

afterAll(async () => {
  await farm[Symbol.asyncDispose]();
  await upstream[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

type Project = {
  readonly name: string;
  readonly version?: string;
  readonly requires?: readonly string[];
  /** Python that its setup.py begins with. */
  readonly first?: string;
};

/** One module; where it is put decides who has it: the farm's own people, or an index upstream. */
const make = (where: 'own' | 'upstream', { name, version = '1.0', requires = [], first = '' }: Project) =>
  makeSmallSdist({
    folder: join(folder, where),
    name,
    version,
    files: {
      'pyproject.toml': pyproject(['setuptools', 'wheel', ...requires]),
      'setup.py': `${first}\nfrom setuptools import setup\nsetup(name='${name}', version='${version}', py_modules=['${name.replaceAll('-', '_')}'])\n`,
      [`${name.replaceAll('-', '_')}.py`]: `version = '${version}'\n`,
    },
  });

/** Takes a project of one's own in and has it built; its build's number. */
async function start(project: Project): Promise<number> {
  return (await farm.build(await make('own', project), [target])).get(target) ?? 0;
}

const finish = async (id: number): Promise<BuildDetail> => (await farm.follow(id)).build;

const buildsOf = async (project: string): Promise<BuildList['builds']> =>
  BuildList.parse(await (await farm.request('GET', `/api/builds?project=${project}`)).json()).builds;

const requirementsOf = (build: BuildDetail): readonly unknown[] =>
  build.attempts.flatMap(({ outcome }) => outcome?.evidence.requirements ?? []);

test('a build requirement that only an index upstream has is built first, with what it requires in turn, once for all that wait', async () => {
  await make('upstream', { name: 'wy-deep' });
  await make('upstream', { name: 'wy-tool', requires: ['wy-deep>=1'], first: 'import wy_deep' });
  const first = 'import wy_tool';
  const ids = [
    await start({ name: 'wy-one', requires: ['wy-tool>=1'], first }),
    await start({ name: 'wy-two', requires: ['wy-tool'], first }),
  ];
  for (const id of ids) {
    const build = await finish(id);
    expect(build.state).toMatchObject({ name: 'succeeded' });
    expect(requirementsOf(build)).toContainEqual(
      expect.objectContaining({
        version: '1.0',
        source: 'farm',
        requirement: expect.stringMatching(/^wy-tool/),
      }),
    );
  }
  const [tool, ...others] = await buildsOf('wy-tool');
  expect(others).toEqual([]);
  expect(tool?.requestedBy).toMatch(new RegExp(`^build (${ids.join('|')})$`));
  expect((await buildsOf('wy-deep')).map(({ state }) => state.name)).toEqual(['succeeded']);
});

test('when the newest release of a build requirement can not be built, an older one that fits is', async () => {
  await make('upstream', { name: 'wy-old', version: '1.0' });
  await make('upstream', { name: 'wy-old', version: '2.0', first: 'raise SystemExit("not on this Python")' });
  await make('upstream', { name: 'wy-old', version: '3.0' });
  const build = await finish(
    await start({ name: 'wy-uses-old', requires: ['wy-old<3'], first: 'import wy_old' }),
  );
  expect(build.state).toMatchObject({ name: 'succeeded' });
  expect((await buildsOf('wy-old')).map(({ version, state }) => [version, state.name])).toEqual([
    ['1.0', 'succeeded'],
    ['2.0', 'failed'],
  ]);
});

test('a build whose requirement can not be built fails as requirement-failed and names the build that failed', async () => {
  await make('upstream', { name: 'wy-broken', first: 'raise SystemExit("never")' });
  const build = await finish(await start({ name: 'wy-uses-broken', requires: ['wy-broken'] }));
  const [broken] = await buildsOf('wy-broken');
  expect(build.state).toMatchObject({
    name: 'failed',
    failure: { kind: 'requirement-failed', facts: { requirement: 'wy-broken', build: broken?.id } },
  });
});

test('a cancelled build of a requirement leaves nobody waiting', async () => {
  await make('upstream', { name: 'wy-slow', first: 'import time; time.sleep(600)' });
  const id = await start({ name: 'wy-uses-slow', requires: ['wy-slow'] });
  await expect
    .poll(async () => (await farm.show(id)).state, { timeout: 60_000 })
    .toMatchObject({
      name: 'waiting',
      reason: 'requirement',
    });
  const [slow] = await buildsOf('wy-slow');
  await farm.request('POST', `/api/builds/${slow?.id}/cancel`);
  expect((await finish(id)).state).toMatchObject({ failure: { kind: 'requirement-failed' } });
});

test('projects that require each other are told so instead of waiting for ever', async () => {
  await make('upstream', { name: 'wy-hen', requires: ['wy-egg'] });
  await make('upstream', { name: 'wy-egg', requires: ['wy-hen'] });
  const build = await finish(await start({ name: 'wy-farmer', requires: ['wy-hen'] }));
  expect(build.state).toMatchObject({ failure: { kind: 'requirement-failed' } });
  const [egg] = await buildsOf('wy-egg');
  expect(egg?.state).toMatchObject({
    failure: {
      kind: 'requirement-cycle',
      facts: { requirement: 'wy-hen', through: ['wy-hen 1.0', 'wy-egg 1.0'] },
    },
  });
});

test('a module that setup.py imports without asking for it is laid in for the next attempt, and known for the next version', async () => {
  await make('upstream', { name: 'wy-unasked' });
  const imports = { name: 'wy-imports', first: 'import wy_unasked' };
  const build = await finish(await start(imports));
  expect(build.state).toMatchObject({ name: 'succeeded' });
  expect(requirementsOf(build)).toContainEqual({ requirement: 'wy-unasked', version: '1.0', source: 'farm' });
  const next = await finish(await start({ ...imports, version: '1.1' }));
  expect(next.attempts.map(({ outcome }) => outcome?.kind)).toEqual(['built', 'verified']);
});

test('a module that is nowhere to be had is told as the module, not as the project that was tried for it', async () => {
  const build = await finish(await start({ name: 'wy-nowhere', first: 'import wy_is_nowhere' }));
  expect(build.state).toMatchObject({
    failure: { kind: 'missing-python-module', facts: { module: 'wy_is_nowhere' } },
  });
  expect(upstream.asked).toContain('wy-is-nowhere');
});

test('a bound that no version anywhere keeps is let go at last, and the wheel says so', async () => {
  const build = await finish(await start({ name: 'wy-old-tool', requires: ['setuptools<60'] }));
  expect(build.attempts.map(({ outcome }) => outcome?.kind)).toEqual(['needs', 'built', 'verified']);
  const next = await finish(
    await start({ name: 'wy-old-tool', version: '1.1', requires: ['setuptools<60'] }),
  );
  expect(next.attempts.map(({ outcome }) => outcome?.kind)).toEqual(['built', 'verified']);
  expect(build.state).toMatchObject({
    name: 'succeeded',
    degradation: {
      kind: 'loose-bounds',
      sentence: expect.stringMatching(/^was built against .*: setuptools<60 by 66\./),
    },
  });
});

test('where a bound was let go and the build failed all the same, the bound is what is told', async () => {
  const first = 'raise SystemExit("too new for me")';
  const build = await finish(await start({ name: 'wy-truly-old', requires: ['setuptools<60'], first }));
  expect(build.attempts.map(({ outcome }) => outcome?.kind)).toEqual(['needs', 'failed']);
  expect(build.state).toMatchObject({
    name: 'failed',
    failure: { kind: 'unmet-requirement', facts: { requirement: 'setuptools<60' } },
  });
});

test('a bound on what the wheel needs at run time too is held', async () => {
  const setup = `import setuptools as s, functools
s.setup = functools.partial(s.setup, install_requires=['setuptools'])`;
  const build = await finish(
    await start({ name: 'wy-runs-with', requires: ['setuptools<60'], first: setup }),
  );
  expect(build.state).toMatchObject({
    name: 'failed',
    failure: { kind: 'unmet-requirement', facts: { requirement: 'setuptools<60' } },
  });
});
