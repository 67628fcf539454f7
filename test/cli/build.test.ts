import { mkdtempDisposable, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { BuildStateView } from '../../src/http/contract/build.ts';
import { BuildDetail, RequestedBuilds } from '../../src/http/contract/build.ts';
import { SdistView } from '../../src/http/contract/sdist.ts';
import { TargetList } from '../../src/http/contract/target.ts';
import { exampleBuild, exampleDetail, exampleSdist, exampleTarget, sdistHash, states } from './examples.ts';
import { inTurn, openFarmDouble, refuse, say, type Answers } from './farm-double.ts';
import { attemptEvent, endEvent, lineEvent, stream } from './log-double.ts';
import { jsonLines, runCli } from './run-cli.ts';

const target = ['--target', 'debian-12-cp311-amd64'];
const requested = (state: BuildStateView = states.queued, isNew = true) =>
  say(RequestedBuilds, { builds: [{ build: exampleBuild(state), isNew }] }, 201);
const looks = (...seen: readonly BuildStateView[]) =>
  inTurn(...seen.map((state) => say(BuildDetail, exampleDetail(state))));

const openBuildFarm = (seen: readonly BuildStateView[], more: Answers = {}) =>
  openFarmDouble({
    'POST /api/builds': requested(),
    'GET /api/builds/17': looks(...seen),
    'GET /api/targets': say(TargetList, { targets: [exampleTarget] }),
    ...more,
  });

test('without a terminal a build is a line for each change of its state, and then what to install', async () => {
  await using farm = await openBuildFarm([
    states.queued,
    states.building,
    states.verifying,
    states.succeeded,
  ]);
  const { code, stdout } = await runCli([
    'build',
    'lxml==5.3.0',
    ...target,
    '--priority',
    '3',
    '--url',
    farm.url,
  ]);
  const name = 'build 17: lxml 5.3.0 on debian-12-cp311-amd64';
  expect([code, ...stdout.trimEnd().split('\n')]).toEqual([
    0,
    'asked for build 17: lxml 5.3.0 on debian-12-cp311-amd64',
    `${name}: building (attempt 17.1)`,
    `${name}: verifying (attempt 17.2)`,
    `${name}: succeeded: lxml-5.3.0-cp311-cp311-linux_x86_64.whl`,
    `pip install --index-url ${farm.url}/index/debian-12-cp311-amd64/simple/ lxml==5.3.0`,
  ]);
  expect(JSON.parse(farm.asked[0]?.body.toString() ?? '')).toEqual({
    release: 'lxml==5.3.0',
    targets: ['debian-12-cp311-amd64'],
    priority: 3,
  });
});

test('an sdist from disk is uploaded as it is, under its own name', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'wheelyard-cli-'));
  const path = join(folder.path, 'lxml 5.3.0.tar.gz');
  await writeFile(path, Buffer.alloc(300_000, 7));
  await using farm = await openBuildFarm([], { 'POST /api/sdists': say(SdistView, exampleSdist, 201) });
  const words = ['build', path, '--all-targets', '--no-wait', '--name', 'lxml', '--version', '5.3.0'];
  const ran = await runCli([...words, '--token', 'secret', '--url', farm.url]);
  expect(ran.code).toBe(0);
  const [upload, wish] = farm.asked;
  expect(Object.fromEntries(upload?.query ?? [])).toEqual({
    filename: 'lxml 5.3.0.tar.gz',
    name: 'lxml',
    version: '5.3.0',
  });
  expect(upload?.headers).toMatchObject({
    authorization: 'Bearer secret',
    'content-type': 'application/octet-stream',
    'content-length': '300000',
  });
  expect(upload?.body.equals(Buffer.alloc(300_000, 7))).toBe(true);
  expect(JSON.parse(wish?.body.toString() ?? '')).toEqual({ sdist: sdistHash, targets: 'all' });
});

test('the exit code says whether a build failed, was stopped or succeeded', async () => {
  const ends = [
    [states.failed, 1],
    [states.blocked, 5],
    [states.cancelled, 5],
    [states.succeeded, 0],
  ] as const;
  for (const [state, code] of ends) {
    await using farm = await openBuildFarm([state]);
    const ran = await runCli(['build', 'lxml==5.3.0', ...target, '--url', farm.url]);
    expect([state.name, ran.code]).toEqual([state.name, code]);
    expect(ran.stdout).toContain(state.name);
  }
});

test('a build that was asked for before and is over is told at once', async () => {
  await using farm = await openBuildFarm([], { 'POST /api/builds': requested(states.failed, false) });
  const ran = await runCli(['build', 'lxml==5.3.0', ...target, '--url', farm.url]);
  expect(ran.code).toBe(1);
  expect(ran.stdout).toBe(
    [
      'build 17 was asked for before: lxml 5.3.0 on debian-12-cp311-amd64',
      'build 17: lxml 5.3.0 on debian-12-cp311-amd64: failed: missing header: libxml/xpath.h',
      '',
    ].join('\n'),
  );
  expect(ran.stderr).toContain('wheelyard logs 17');
});

test('--json prints an event a line while it waits, and the reply itself with --no-wait', async () => {
  await using farm = await openBuildFarm([states.building, states.succeeded]);
  const words = ['build', 'lxml==5.3.0', ...target, '--json', '--url', farm.url];
  expect(jsonLines((await runCli(words)).stdout)).toEqual([
    { event: 'requested', builds: [{ build: exampleBuild(states.queued), isNew: true }] },
    { event: 'state', build: exampleBuild(states.building) },
    { event: 'end', build: exampleBuild(states.succeeded) },
  ]);
  expect(jsonLines((await runCli([...words, '--no-wait'])).stdout)).toEqual([
    { builds: [{ build: exampleBuild(states.queued), isNew: true }] },
  ]);
});

test('--follow prints the log and ends as the build does', async () => {
  const log = stream([
    attemptEvent('17.1'),
    lineEvent('17.1', { number: 0, text: 'cc -c etree.c' }),
    endEvent(exampleBuild(states.failed)),
  ]);
  await using farm = await openBuildFarm([], { 'GET /api/builds/17/log': log });
  const ran = await runCli(['build', 'lxml==5.3.0', ...target, '--follow', '--url', farm.url]);
  expect(ran.code).toBe(1);
  expect(ran.stdout).toContain('00:00:01.000 build | cc -c etree.c\n');
  expect(ran.stdout).toContain('failed: missing header: libxml/xpath.h\n');
});

test('waiting survives a server that is restarted', async () => {
  const starting = refuse(503, { kind: 'starting', detail: 'in a moment' });
  const look = inTurn(starting, starting, say(BuildDetail, exampleDetail(states.succeeded)));
  await using farm = await openBuildFarm([], { 'GET /api/builds/17': look });
  const ran = await runCli(['build', 'lxml==5.3.0', ...target, '--url', farm.url]);
  expect(ran.code).toBe(0);
  expect(ran.stderr.split('\n')).toEqual([
    `wheelyard: the farm at ${farm.url}/ is out of order (HTTP 503): in a moment (trying again)`.replace(
      'wheelyard: ',
      '',
    ),
    'the farm answers again',
    '',
  ]);
});

test('on a terminal progress is drawn over, cut to its width, and only results stay', async () => {
  const sentence = `${'x'.repeat(200)}\u001b[2J`;
  const blocked = { ...states.blocked, rule: sentence };
  await using farm = await openBuildFarm([states.building, blocked]);
  const { stdout } = await runCli(['build', 'lxml==5.3.0', ...target, '--url', farm.url], {
    output: { isTerminal: true, columns: 40 },
  });
  const drawn = stdout.split('\n').filter((text) => text.includes('  17  '));
  expect(drawn.length).toBeGreaterThan(0);
  for (const text of drawn) expect(text.replace(/^\u001b\[1A\r\u001b\[J/, '').length).toBeLessThan(40);
  expect(stdout).not.toContain('\u001b[2J');
  expect(
    stdout.endsWith(
      `\u001b[1A\r\u001b[Jbuild 17: lxml 5.3.0 on debian-12-cp311-amd64: blocked: ${'x'.repeat(200)}\n`,
    ),
  ).toBe(true);
});

test('whoever interrupts the waiting is told that the builds go on', async () => {
  await using farm = await openBuildFarm([states.building]);
  const interrupt = new AbortController();
  const ran = await runCli(['build', 'lxml==5.3.0', ...target, '--url', farm.url], {
    interrupt: interrupt.signal,
    onOutput: (text) => {
      if (text.includes('building')) interrupt.abort();
    },
  });
  expect([ran.code, ran.stderr]).toEqual([130, 'the farm goes on with build 17\n']);
});

test('a bad sdist is refused with the sentence of the farm', async () => {
  const detail = 'the archive has "a" twice';
  await using folder = await mkdtempDisposable(join(tmpdir(), 'wheelyard-cli-'));
  const path = join(folder.path, 'a-1.tar.gz');
  await writeFile(path, 'x');
  await using farm = await openBuildFarm([], {
    'POST /api/sdists': refuse(400, { kind: 'sdist-duplicate-path', detail }),
  });
  const words = ['build', path, ...target, '--url', farm.url];
  expect(await runCli(words)).toEqual({ code: 3, stdout: '', stderr: `wheelyard: ${detail}\n` });
  const { stderr } = await runCli([...words, '--json']);
  expect(JSON.parse(stderr)).toMatchObject({
    type: 'urn:wheelyard:problem:sdist-duplicate-path',
    status: 400,
  });
});

test.each([
  ['no target', ['lxml==5.3.0'], 'for which target?'],
  ['both kinds of targets', ['lxml==5.3.0', ...target, '--all-targets'], 'either --target or --all-targets'],
  ['neither file nor release', ['./nothing.tar.gz', ...target], 'is neither a file nor of the form'],
  ['a version that is none', ['lxml==no version', ...target], 'is not a version'],
  ['a name for a release', ['lxml==5.3.0', ...target, '--name', 'x'], 'are for archives'],
  ['a name without a version', ['./x.tar.gz', ...target, '--name', 'x'], 'are given together'],
  ['a priority that is none', ['lxml==5.3.0', ...target, '--priority', '-1'], 'a whole number from 0 to 100'],
  ['following without waiting', ['lxml==5.3.0', ...target, '--no-wait', '-f'], '--follow waits'],
])('%s is wrong usage, and nothing is asked of the farm', async (_name, words, sentence) => {
  await using farm = await openBuildFarm([]);
  const ran = await runCli(['build', ...words, '--url', farm.url]);
  expect(ran.code).toBe(2);
  expect(ran.stderr).toContain(sentence);
  expect(farm.asked).toEqual([]);
});
