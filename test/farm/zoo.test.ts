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

describe.concurrent('an sdist of the zoo ends as it should', () => {
  test.each(zoo.map((behaviour) => [behaviour.name, behaviour] as const))('%s', async (_name, behaviour) => {
    const { expected } = behaviour;
    const file = await makeSdist(behaviour, sdists);
    if (expected.outcome === 'refused') {
      const reply = await farm.upload(file);
      expect(reply.status).toBe(400);
      const problem = Problem.parse(await reply.json());
      expect(problem.type).toBe(`urn:wheelyard:problem:sdist-${expected.failure}`);
      for (const fact of Object.values(expected.facts).flat()) expect(problem.detail).toContain(fact);
      return;
    }
    const id = (await farm.build(file, [target])).get(target) ?? 0;
    const { log, build } = await farm.follow(id);
    for (const words of expected['log-contains']) expect(log).toContain(words);
    if (expected.outcome === 'failed') {
      const failure = build.state.name === 'failed' ? build.state.failure : null;
      expect(failure ?? build.state).toMatchObject({ kind: expected.failure });
      const facts = Object.entries(failure?.facts ?? {}).map(([name, fact]) => [
        name,
        Array.isArray(fact) ? fact : String(fact),
      ]);
      expect(Object.fromEntries(facts)).toMatchObject(expected.facts);
      return;
    }
    expect(build.state).toMatchObject({ name: 'succeeded' });
    if (build.state.name !== 'succeeded') return;
    const tags = build.state.filename
      .replace(/\.whl$/, '')
      .split('-')
      .slice(2)
      .join('-');
    if (expected.tags.length > 0) expect(expected.tags).toContain(tags);
    for (const [path, text] of Object.entries(expected['wheel-files'])) {
      expect(await readWheelText(`${farm.url}${build.state.path}`, path)).toBe(text);
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
