import { expect, test } from 'vitest';
import { bookworm, openFarm } from '../http/farm-under-test.ts';
import { publish } from '../http/publish.ts';
import { threeLevels } from '../http/three-levels.ts';
import { runCli } from './run-cli.ts';

test('the index tree is a table with what each index inherits', async () => {
  await using farm = await openFarm({ indexes: threeLevels() });
  const { code, stdout } = await runCli(['indexes', '--url', farm.url]);
  expect([code, stdout.trimEnd().split('\n').at(-1)]).toEqual([
    0,
    `team-a    bookworm, oss  debian-12-cp311-amd64  acme-core  ${farm.url}/index/team-a/simple/`,
  ]);
});

test('a file is taken back and given again, and a project marked, by those who may', async () => {
  await using farm = await openFarm({ indexes: threeLevels() });
  const { filename } = await publish(farm, { node: 'oss', name: 'six', target: bookworm.name });
  const run = (token: string, ...words: readonly string[]) =>
    runCli([...words, '--url', farm.url, '--token', token]);
  const yanked = await run(farm.tokens.admin, 'yank', 'oss', filename, '--reason', 'broken');
  expect([yanked.code, yanked.stdout]).toEqual([0, `${filename} is yanked in oss\n`]);
  expect((await farm.catalogue.findFileIn('oss', filename))?.yanked).toBe('broken');
  expect((await run(farm.tokens.build, 'unyank', 'oss', filename)).code).toBe(3);
  expect((await run(farm.tokens.upload, 'unyank', 'oss', filename)).code).toBe(0);
  expect((await farm.catalogue.findFileIn('oss', filename))?.yanked).toBeNull();
  const marked = await run(farm.tokens.admin, 'mark', 'oss', 'six', 'archived', '--reason', 'done');
  expect([marked.code, marked.stdout]).toEqual([0, 'six is archived in oss\n']);
  expect((await run(farm.tokens.admin, 'mark', 'oss', 'six', 'dead')).code).toBe(2);
  const missing = await run(farm.tokens.admin, 'yank', 'team-a', filename);
  expect([missing.code, missing.stderr]).toEqual([
    3,
    expect.stringContaining('not in team-a itself, but in oss'),
  ]);
});
