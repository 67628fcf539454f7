import { mkdtempDisposable, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openFarm } from '../http/farm-under-test.ts';
import { makeSdist } from '../http/make-sdist.ts';
import { jsonLines, runCli } from './run-cli.ts';

/** The command line and the real server: what both believe of the contract is the same. */

test('an sdist is uploaded, its build listed, shown, cancelled and tried again', async () => {
  await using farm = await openFarm();
  await using folder = await mkdtempDisposable(join(tmpdir(), 'wheelyard-cli-'));
  const { filename, content } = await makeSdist('answer', { sources: 'c' });
  const path = join(folder.path, filename);
  await writeFile(path, content);
  const run = (...words: readonly string[]) =>
    runCli([...words, '--url', farm.url, '--token', farm.tokens.admin]);
  const ran = await run('build', path, '--target', 'debian-12-cp311-amd64', '--no-wait');
  expect(ran).toEqual({
    code: 0,
    stdout: 'asked for build 1: answer 1.0 on debian-12-cp311-amd64\n',
    stderr: '',
  });
  expect((await run('builds', '--project', 'Answer', '--state', 'queued')).stdout).toContain('answer 1.0');
  expect((await run('show', '1')).stdout).toContain('next: wheelyard cancel 1\n');
  expect((await run('cancel', '1')).stdout).toContain('cancelled by admin token\n');
  expect(await run('cancel', '1')).toEqual({
    code: 3,
    stdout: '',
    stderr: 'wheelyard: build 1 is cancelled: cancel is not possible\n',
  });
  expect((await run('logs', '1')).stderr).toContain('cancelled by admin token');
  expect((await run('retry', '1')).stdout).toContain(': queued\n');
  expect((await run('build', path, '--all-targets', '--no-wait')).stdout).toMatch(
    /build 1 was asked for before|asked for build 2/,
  );
  expect((await run('targets', 'debian-12-cp311-amd64')).stdout).toContain('build packages (1)');
});

test('what is no archive, too large, no target or not allowed is refused with a sentence', async () => {
  await using farm = await openFarm();
  await using folder = await mkdtempDisposable(join(tmpdir(), 'wheelyard-cli-'));
  const path = join(folder.path, 'bad-1.0.tar.gz');
  await writeFile(path, Buffer.alloc(150_000, 1));
  const run = (token: string, ...words: readonly string[]) =>
    runCli([...words, '--url', farm.url, '--token', token]);
  const bad = await run(farm.tokens.upload, 'build', path, '--all-targets');
  expect([bad.code, bad.stderr]).toEqual([3, expect.stringContaining('not a readable')]);
  await writeFile(path, Buffer.alloc(250_000, 1));
  const tooLarge = await run(farm.tokens.upload, 'build', path, '--all-targets');
  expect([tooLarge.code, tooLarge.stderr]).toEqual([3, expect.stringContaining('larger than')]);
  const notAllowed = await run(farm.tokens.build, 'build', path, '--all-targets');
  expect([notAllowed.code, notAllowed.stderr]).toEqual([3, expect.stringContaining('scope upload')]);
  const nowhere = await run(farm.tokens.build, 'build', 'x==1', '--target', 'debian-1');
  expect([nowhere.code, nowhere.stderr]).toEqual([3, expect.stringContaining('not offered here')]);
});

test('the secret of a new token works, is printed alone, and works no more once it is removed', async () => {
  await using farm = await openFarm();
  const admin = ['--url', farm.url, '--token', farm.tokens.admin];
  const made = await runCli(['token', 'create', '--name', 'ci', '--scope', 'build,admin', ...admin]);
  expect([made.code, made.stdout]).toEqual([0, expect.stringMatching(/^wy_[\w-]{43}\n$/)]);
  expect(made.stderr).toContain('(ci) may build, admin');
  const own = ['--url', farm.url, '--token', made.stdout.trim()];
  const listed = await runCli(['token', 'list', ...own]);
  expect(listed.stdout).toMatch(/^5 +ci +build,admin +just now +/m);
  const removed = await runCli(['token', 'remove', '5', '--json', ...own]);
  expect([removed.code, jsonLines(removed.stdout)]).toEqual([0, [{ removed: 5 }]]);
  expect((await runCli(['token', 'list', ...own])).code).toBe(3);
});
