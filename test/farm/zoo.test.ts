import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Problem } from '../../src/http/contract/problem.ts';
import { renderSocketUrl } from '../../src/queue/connection.ts';
import { socketPath } from '../../src/queue/redis-process.ts';
import { makeExampleSdist } from '../../setup/example-sdist.ts';
import { makeSdist } from '../zoo/make-sdist.ts';
import { readZoo, type ZooBehaviour } from '../zoo/read-zoo.ts';
import { containersOf } from './docker.ts';
import { filesBelow, openTestFarm, type TestFarm } from './open-test-farm.ts';
import { readWheelText } from './read-wheel-text.ts';

const target = 'debian-12-cp311-amd64';
const zoo = readZoo();
const root = join(import.meta.dirname, '..', '..');

let farm: TestFarm;
let sdists = '';

beforeAll(async () => {
  sdists = await mkdtemp(join(tmpdir(), 'wy-zoo-'));
  farm = await openTestFarm({
    // The zoo shall be cheap and look like other C projects: one build for each sdist, on one target.
    environment: {
      WHEELYARD_TARGETS: target,
      WHEELYARD_LIMIT_MEMORY: '512MiB',
      WHEELYARD_LIMIT_DISK: '256MiB',
    },
    recipes: {
      ...Object.fromEntries(zoo.map((behaviour) => [`zoo-${behaviour.name}.yaml`, recipeOf(behaviour)])),
      'wheelyard-example.yaml': readFileSync(join(root, 'recipes', 'wheelyard-example.yaml'), 'utf8'),
    },
  });
}, 120_000);

afterAll(async () => {
  await farm[Symbol.asyncDispose]();
  await rm(sdists, { recursive: true });
});

/** A behaviour's own limits come the way in which anybody sets them: by a recipe. */
function recipeOf({ name, folder }: ZooBehaviour): string {
  const { limits = {} } = parse(readFileSync(join(folder, 'expected.yaml'), 'utf8'));
  return `# The zoo's ${name} meets its limits soon.\n${stringify({ project: `zoo-${name}`, limits })}`;
}

type Expected<Outcome extends ZooBehaviour['expected']['outcome']> = readonly [
  string,
  ZooBehaviour,
  Extract<ZooBehaviour['expected'], { outcome: Outcome }>,
];

const expecting = <Outcome extends ZooBehaviour['expected']['outcome']>(outcome: Outcome) =>
  zoo
    .filter(({ expected }) => expected.outcome === outcome)
    .map((behaviour) => [behaviour.name, behaviour, behaviour.expected] as unknown as Expected<Outcome>);

async function buildIt(behaviour: ZooBehaviour): ReturnType<TestFarm['follow']> {
  const ids = await farm.build(await makeSdist(behaviour, sdists), [target]);
  return farm.follow(ids.get(target) ?? 0);
}

describe.concurrent('an sdist of the zoo', () => {
  test.each(expecting('refused'))('%s is refused with its reason', async (_name, behaviour, expected) => {
    const reply = await farm.upload(await makeSdist(behaviour, sdists));
    const problem = Problem.parse(await reply.json());
    expect(reply.status).toBe(400);
    expect(problem.type).toBe(`urn:wheelyard:problem:sdist-${expected.failure}`);
    for (const fact of Object.values(expected.facts).flat()) expect(problem.detail).toContain(fact);
  });

  test.each(expecting('failed'))('%s ends in its named failure', async (_name, behaviour, expected) => {
    const { log, build } = await buildIt(behaviour);
    expect(build.state).toMatchObject({ name: 'failed', failure: { kind: expected.failure } });
    const failure = build.state.name === 'failed' ? build.state.failure : null;
    const facts = Object.entries(failure?.facts ?? {}).map(([name, fact]) => [
      name,
      Array.isArray(fact) ? fact : String(fact),
    ]);
    expect(Object.fromEntries(facts)).toMatchObject(expected.facts);
    for (const words of expected['log-contains']) expect(log).toContain(words);
  });

  test.each(expecting('succeeded'))('%s ends in a wheel', async (_name, behaviour, expected) => {
    const { log, build } = await buildIt(behaviour);
    expect(build.state).toMatchObject({ name: 'succeeded' });
    const { filename, path } = build.state.name === 'succeeded' ? build.state : { filename: '', path: '' };
    const tags = filename
      .replace(/\.whl$/, '')
      .split('-')
      .slice(2)
      .join('-');
    expect(expected.tags.length === 0 || expected.tags.includes(tags)).toBe(true);
    for (const words of expected['log-contains']) expect(log).toContain(words);
    const evidence = build.attempts.find(({ outcome }) => outcome?.kind === 'built')?.outcome?.evidence;
    expect(evidence?.missing.map(({ kind, name }) => `${kind} ${name}`)).toEqual(expected.missing);
    expect(evidence?.skippedExtensions).toEqual(expected['skipped-extensions']);
    for (const [file, text] of Object.entries(expected['wheel-files'])) {
      expect(await readWheelText(`${farm.url}${path}`, file)).toBe(text);
    }
  });
});

test('after all of them nothing is left: no container, no scratch file, and the next build works', async () => {
  const [next] = await farm.build(await makeExampleSdist(sdists), [target]);
  const { build } = await farm.follow(next?.[1] ?? 0);
  expect(build.state).toMatchObject({ name: 'succeeded' });
  expect(await containersOf(renderSocketUrl(socketPath(join(farm.folder, 'redis'))))).toEqual([]);
  expect(await filesBelow(join(farm.folder, 'scratch'))).toEqual([]);
});
