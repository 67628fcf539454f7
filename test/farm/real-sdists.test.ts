import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fetchMirrorSdist } from '../../bench/mirror-sdist.ts';
import { chooseTargets, readDefinitions } from '../../src/definitions.ts';
import type { Target } from '../../src/domain/target.ts';
import type { BuildDetail } from '../../src/http/contract/build.ts';
import { openHostEngine } from '../../src/work.ts';
import { docker } from './docker.ts';
import { openTestFarm, type TestFarm } from './open-test-farm.ts';
import { upstreamProjects, type UpstreamProject } from './upstream-projects.ts';

const root = resolve(import.meta.dirname, '..', '..');
const targets = ['debian-11-cp39-amd64', 'debian-12-cp311-amd64', 'debian-13-cp313-amd64'];

/** What the mirror still has. One that is gone is said and left out; a mirror without most of them proves nothing. */
const available: readonly (UpstreamProject & { readonly file: string })[] = (
  await Promise.all(
    upstreamProjects.map(async (sdist) => {
      try {
        return [{ ...sdist, file: await fetchMirrorSdist(sdist, join(root, '.wheelyard', 'sources')) }];
      } catch (error) {
        process.stderr.write(`${sdist.project} ${sdist.version} is left out: ${String(error)}\n`);
        return [];
      }
    }),
  )
).flat();

let farm: TestFarm;
/** By project, then by target. */
const built = new Map<string, ReadonlyMap<string, BuildDetail>>();

beforeAll(async () => {
  farm = await openTestFarm({
    environment: { WHEELYARD_RECIPES: join(root, 'recipes'), WHEELYARD_TARGETS: targets.join(',') },
  });
  const requested = await Promise.all(
    available.map(async ({ project, file }) => ({ project, ids: await farm.build(file, targets) })),
  );
  for (const { project, ids } of requested) {
    const ended = await Promise.all(
      [...ids].map(async ([target, id]) => [target, (await farm.follow(id, 600)).build] as const),
    );
    built.set(project, new Map(ended));
  }
}, 900_000);

afterAll(() => farm[Symbol.asyncDispose]());

test('the mirror has at least half of the archives', () => {
  expect(available.length).toBeGreaterThanOrEqual(upstreamProjects.length / 2);
});

const buildsOf = (project: string): readonly BuildDetail[] => [...(built.get(project)?.values() ?? [])];

const linkedPackages = (builds: readonly BuildDetail[]): readonly string[] =>
  builds.flatMap(({ attempts }) =>
    attempts.flatMap(({ outcome }) => Object.values(outcome?.evidence.linkedLibraries ?? {})),
  );

describe('a C extension of somebody else', () => {
  test.each(available.filter(({ isPure }) => !isPure))(
    '$project $version is built on every target, for its Python and against its libraries',
    ({ project, links }) => {
      const builds = buildsOf(project);
      expect(builds.map(({ state }) => state)).toEqual(
        targets.map((target) =>
          expect.objectContaining({
            name: 'succeeded',
            answeredBy: null,
            filename: expect.stringMatching(new RegExp(`-${target.split('-')[2]}-linux_x86_64\\.whl$`)),
          }),
        ),
      );
      if (links === null) return;
      for (const build of builds) expect(linkedPackages([build])).toContain(links);
    },
  );
});

describe('a pure project of somebody else', () => {
  test.each(available.filter(({ isPure }) => isPure))(
    '$project $version is built on the lowest target that has its build backend, and once',
    ({ project }) => {
      const states = buildsOf(project).map(({ state }) => state);
      const lowest = states.findIndex(({ name }) => name === 'succeeded');
      const lacking = { name: 'failed', failure: { kind: 'unmet-requirement' } };
      const answered = { name: 'succeeded', answeredBy: buildsOf(project)[lowest]?.id };
      const own = { name: 'succeeded', answeredBy: null };
      expect(lowest).toBeGreaterThanOrEqual(0);
      expect(states).toMatchObject(
        states.map((_, place) => (place < lowest ? lacking : place === lowest ? own : answered)),
      );
    },
  );
});

describe('in the runtime container', () => {
  test.each(targets)('pip of %s installs all of them from its index, and they import', async (target) => {
    const packages = linkedPackages([...built.values()].flatMap((by) => by.get(target) ?? []));
    const script = [
      'set -e',
      `apt-get install -y -qq ${[...new Set(packages)].join(' ')} >/dev/null 2>&1`,
      `pip install --quiet --index-url ${farm.url}/index/${target}/simple/ ${available.map(({ project }) => project).join(' ')}`,
      ...available.map(({ python }) => `python3 -c '${python}'`),
      'pip list --format=freeze --disable-pip-version-check',
    ].join('\n');
    const words = ['run', '--rm', '--network', 'host', '--env', 'PIP_BREAK_SYSTEM_PACKAGES=1'];
    const installed = await docker(...words, await runtimeImage(target), 'sh', '-c', script);
    const releases = installed.toLowerCase().split('\n');
    expect(releases).toEqual(
      expect.arrayContaining(available.map(({ project, version }) => `${project}==${version}`)),
    );
  });
});

/** The plain one, which teams run: it knows nothing of the build. */
async function runtimeImage(name: string): Promise<string> {
  const { targets: defined } = await readDefinitions(farm.config);
  const [target]: readonly Target[] = chooseTargets(defined, [name]);
  if (target === undefined) throw new Error(`no target ${name}`);
  const engine = await openHostEngine(farm.config, 'real-sdists');
  const spec = { target, flavour: 'runtime', osPackages: [] } as const;
  const image = await engine.ensureImage(spec, {
    report: () => undefined,
    signal: AbortSignal.timeout(600_000),
  });
  if (image.kind !== 'ready') throw new Error(`no runtime image of ${name}`);
  return image.reference;
}
