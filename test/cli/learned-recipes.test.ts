import { mkdtempDisposable, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { BuildId } from '../../src/domain/build-state.ts';
import { parseRecipeFile } from '../../src/domain/recipe-file.ts';
import { parseProjectName, parseVersion } from '../../src/domain/release.ts';
import type { TargetName } from '../../src/domain/target.ts';
import { LearnedRecipeList } from '../../src/http/contract/learned-recipe.ts';
import { openFarm, type FarmUnderTest } from '../http/farm-under-test.ts';
import { runCli } from './run-cli.ts';

const targets = ['debian-12-cp311-amd64', 'debian-13-cp313-amd64'] as TargetName[];

async function teach(farm: FarmUnderTest, name: string): Promise<void> {
  const project = parseProjectName(name);
  const version = parseVersion('1.4.6');
  if (!project.ok || !version.ok) throw new Error(name);
  for (const target of targets) {
    await farm.catalogue.keepLearnedRecipe({
      project: project.value,
      target,
      packages: [{ package: 'libmariadb-dev', wants: { kind: 'program', name: 'mysql_config' } }],
      extraRequires: [],
      loosened: [],
      versions: { lowest: version.value, highest: version.value },
      build: 7 as BuildId,
      attempts: 2,
      learnedAt: farm.time.now,
    });
  }
}

const openWorld = async (options: Parameters<typeof openFarm>[0] = {}) => {
  const farm = await openFarm(options);
  const run = (...words: readonly string[]) =>
    runCli(['recipes', ...words, '--url', farm.url, '--token', farm.tokens.build]);
  return { farm, run, [Symbol.asyncDispose]: () => farm[Symbol.asyncDispose]() };
};

test('what was learned is listed, page by page, and shown as a recipe', async () => {
  await using world = await openWorld();
  expect(await world.run('learned')).toEqual({
    code: 0,
    stdout: '',
    stderr: expect.stringContaining('nothing was learned yet'),
  });
  await teach(world.farm, 'mysqlclient');
  await teach(world.farm, 'aaa');
  const listed = await world.run('learned');
  expect(listed.stdout.split('\n').filter((line) => line.includes('libmariadb-dev'))).toHaveLength(4);
  expect(listed.stdout).toMatch(/mysqlclient +debian-13-cp313-amd64 +1\.4\.6 +7 +learned +libmariadb-dev/);
  const first = await world.farm.ask('/api/learned-recipes?limit=3', {});
  const page = LearnedRecipeList.parse(await first.json());
  expect(page.next).toBe('mysqlclient/debian-12-cp311-amd64');
  const second = await world.farm.ask(`/api/learned-recipes?limit=3&after=${page.next}`, {});
  expect(LearnedRecipeList.parse(await second.json())).toMatchObject({
    recipes: [{ project: 'mysqlclient', target: targets[1] }],
    next: null,
  });
  expect((await world.run('learned', 'MySQLclient')).stdout).toContain('    - libmariadb-dev\n');
});

test('a learned recipe is accepted into a file with its evidence, once: a file that is there is left alone', async () => {
  await using world = await openWorld();
  await using folder = await mkdtempDisposable(join(tmpdir(), 'wheelyard-accept-'));
  await teach(world.farm, 'mysqlclient');
  const recipes = join(folder.path, 'recipes');
  const accept = () => world.run('accept', 'mysqlclient', '--into', recipes);
  expect((await accept()).code).toBe(0);
  const text = await readFile(join(recipes, 'mysqlclient.yaml'), 'utf8');
  expect(text).toMatch(/^# Learned by the farm:\n# debian-12-cp311-amd64: 1\.4\.6, build 7 after 2 attempts/);
  expect(text).toContain('project: mysqlclient\n');
  const again = await accept();
  expect([again.code, again.stderr]).toEqual([2, expect.stringContaining('is there already')]);
  expect(await readFile(join(recipes, 'mysqlclient.yaml'), 'utf8')).toBe(text);
});

test('a recipe that lacks what was learned gets it; what a person wrote stays as it is', async () => {
  const text = "# Needs a wide stack.\nproject: mysqlclient\nenvironment:\n  MYSQL_STATIC: '0' # slow\n";
  const surroundings = { patches: new Map(), targets: [] };
  const recipe = parseRecipeFile({ name: 'mysqlclient.yaml', text }, surroundings);
  if (!recipe.ok) throw new Error(JSON.stringify(recipe.problem));
  const { project } = recipe.value;
  await using world = await openWorld({
    recipes: new Map([[project, recipe.value]]),
    recipeTexts: new Map([[project, text]]),
  });
  await using folder = await mkdtempDisposable(join(tmpdir(), 'wheelyard-accept-'));
  await teach(world.farm, 'mysqlclient');
  const file = join(folder.path, 'mysqlclient.yaml');
  await writeFile(file, text);
  const accept = () => world.run('accept', 'mysqlclient', '--into', folder.path);
  expect((await accept()).code).toBe(0);
  const accepted = await readFile(file, 'utf8');
  expect(accepted).toContain(
    "environment:\n  MYSQL_STATIC: '0' # slow\nsystem-packages:\n  debian:\n    - libmariadb-dev\n",
  );
  expect((await accept()).code).toBe(2);
  const served = await world.farm.ask('/api/learned-recipes/mysqlclient/file');
  expect([served.headers.get('content-disposition'), await served.text()]).toEqual([
    'attachment; filename="mysqlclient.yaml"',
    accepted,
  ]);
});

test('what nobody learned can be neither accepted nor forgotten; what was forgotten is gone', async () => {
  await using world = await openWorld();
  for (const words of [
    ['learned', 'nope'],
    ['accept', 'nope'],
    ['forget', 'nope'],
  ]) {
    const ran = await world.run(...words);
    expect([ran.code, ran.stderr]).toEqual([3, 'wheelyard: nothing was learned of nope\n']);
  }
  await teach(world.farm, 'mysqlclient');
  expect((await world.run('forget', 'mysqlclient', '--target', targets[1] ?? '')).stderr).toContain(
    '1 target',
  );
  expect((await world.run('forget', 'mysqlclient')).code).toBe(0);
  expect((await world.run('learned', 'mysqlclient')).code).toBe(3);
});
