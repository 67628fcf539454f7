import { expect, test } from 'vitest';
import { BuildDetail, BuildList } from '../../src/http/contract/build.ts';
import { TargetDetail, TargetList } from '../../src/http/contract/target.ts';
import {
  exampleBuild,
  exampleDetail,
  exampleTarget,
  exampleTargetDetail,
  imageIdentity,
  sdistHash,
  states,
  wheelHash,
  wheelName,
} from './examples.ts';
import { openFarmDouble, refuse, say } from './farm-double.ts';
import { jsonLines, runCli } from './run-cli.ts';

const list = { builds: [exampleBuild(states.failed), exampleBuild(states.queued, { id: 9 })], next: 9 };

test('builds are a table, newest first, that says how to go on', async () => {
  await using farm = await openFarmDouble({ 'GET /api/builds': say(BuildList, list) });
  const words = ['builds', '--project', 'lxml', '--state', 'failed', 'queued', '--limit', '2'];
  const { code, stdout, stderr } = await runCli([...words, '--url', farm.url]);
  expect([code, stdout, stderr]).toEqual([
    0,
    [
      'BUILD  RELEASE     TARGET                 SINCE      STATE',
      '17     lxml 5.3.0  debian-12-cp311-amd64  1 min ago  failed: missing header: libxml/xpath.h',
      '9      lxml 5.3.0  debian-12-cp311-amd64  1 min ago  queued',
      '',
    ].join('\n'),
    'older ones: --before 9\n',
  ]);
  expect([...(farm.asked[0]?.query ?? [])]).toEqual([
    ['project', 'lxml'],
    ['state', 'failed'],
    ['state', 'queued'],
    ['limit', '2'],
  ]);
});

test('the whole story of a build that succeeded can be read, down to the line that installs it', async () => {
  await using farm = await openFarmDouble({
    'GET /api/builds/17': say(BuildDetail, exampleDetail(states.succeeded)),
    'GET /api/targets': say(TargetList, { targets: [exampleTarget] }),
  });
  const { code, stdout } = await runCli(['show', '17', '--url', `${farm.url}/`]);
  expect([code, stdout.trimEnd().split('\n')]).toEqual([
    0,
    [
      'build 17: lxml 5.3.0 on debian-12-cp311-amd64',
      `state      succeeded: ${wheelName}, since 1970-01-01 00:15:40Z`,
      `wheel      ${farm.url}/files/${wheelHash}/${wheelName}`,
      `sha256     ${wheelHash}`,
      'times      queued 2.5 s → building (17.1) 11.0 s → verifying (17.2) 1.0 s → succeeded',
      'requested  by anonymous at 1970-01-01 00:15:40Z, priority 10',
      `sdist      ${sdistHash}`,
      `install    pip install --index-url ${farm.url}/index/debian-12-cp311-amd64/simple/ lxml==5.3.0`,
      '',
      'attempt 17.1: build on linux/amd64, 12.5 s: built',
      '  begun            1970-01-01 00:15:41Z',
      '  OS packages      libxml2-dev',
      '  worker           host-1',
      `  image            ${imageIdentity}`,
      '  phases           unpack 0.4 s, build 1 min 15 s',
      "  requirement      setuptools>=40 met by 66.1.1, the distribution's own package",
      '  peak memory      130.0 MiB',
      '  log              431 lines',
      `  wheel            ${wheelName}, 3.0 MiB`,
      '  needs libraries  libxml2.so.2',
      '',
      'attempt 17.2: verify on linux/amd64, 12.5 s: verified',
      '  begun        1970-01-01 00:15:54Z',
      '  worker       host-1',
      `  image        ${imageIdentity}`,
      '  phases       unpack 0.4 s, build 1 min 15 s',
      "  requirement  setuptools>=40 met by 66.1.1, the distribution's own package",
      '  peak memory  130.0 MiB',
      '  log          431 lines',
      '  links        libxml2.so.2 (libxml2)',
      '  import       lxml',
      '  import       lxml.html stops at cssselect, which it requires',
      '',
      'next: wheelyard logs 17',
    ],
  ]);
});

test('the story of a build that failed names the failure, its facts, and what may be done', async () => {
  await using farm = await openFarmDouble({
    'GET /api/builds/17': say(BuildDetail, exampleDetail(states.failed)),
  });
  const { code, stdout } = await runCli(['show', '17', '--url', farm.url]);
  expect(code).toBe(0);
  for (const part of [
    'failed: missing header: libxml/xpath.h, since',
    'failure    missing-header\n',
    'blame      the package\n',
    '  header   libxml/xpath.h\n',
    '12.5 s: missing header: libxml/xpath.h\n',
    'next: wheelyard logs 17, wheelyard retry 17\n',
  ]) {
    expect(stdout).toContain(part);
  }
});

test('the story of a build that runs tells what it does now, and how long it is expected to take', async () => {
  const running = { attempt: '17.2', startedAt: 941_000, phase: 'build', phaseSince: 942_000 };
  const detail = { ...exampleDetail(states.queued), running, expectedMilliseconds: 61_000 };
  await using farm = await openFarmDouble({ 'GET /api/builds/17': say(BuildDetail, detail) });
  const { stdout } = await runCli(['show', '17', '--url', farm.url]);
  expect(stdout).toMatch(/^now +build since 1970-01-01 00:15:42Z, about 1 min 1 s expected$/m);
});

test('a story of packages that the farm found tells what for, on which line, and whether they were used', async () => {
  const detail = exampleDetail(states.failed);
  const [build, verify] = detail.attempts;
  if (build === undefined || verify?.outcome?.kind !== 'failed' || build.outcome?.kind !== 'built')
    throw new Error('the example does not fit');
  const wants = { kind: 'header', name: 'yaml.h' } as const;
  const found = [
    { package: 'libyaml-dev', wants, because: 'diagnosis' as const },
    { package: 'zlib1g-dev', wants: { ...wants, name: 'zlib.h' }, because: 'hint' as const },
  ];
  const evidence = { ...build.outcome.evidence, openedPackages: ['libyaml-dev'] };
  const attempts = [
    { ...verify, id: '17.1', kind: 'build' as const },
    { ...build, id: '17.2', kind: 'file-index' as const, outcome: { kind: 'indexed' as const, evidence } },
    { ...build, id: '17.3', found, outcome: { ...build.outcome, evidence } },
  ];
  await using farm = await openFarmDouble({
    'GET /api/builds/17': say(BuildDetail, { ...detail, attempts }),
  });
  const { stdout } = await runCli(['show', '17', '--url', farm.url]);
  for (const part of [
    'story      17.1 missing header: libxml/xpath.h → 17.2 index of the OS packages',
    '→ + libyaml-dev zlib1g-dev → 17.3 built\n',
    '  log line     fatal error: libxml/xpath.h\n',
    "attempt 17.2: index of the OS packages' files on linux/amd64",
    '  added            libyaml-dev for header yaml.h (diagnosis), opened\n',
    '  added            zlib1g-dev for header zlib.h (hint), not opened\n',
  ])
    expect(stdout).toContain(part);
});

test('words of strangers in a story cannot leave their line or carry control characters', async () => {
  const sentence = 'evil\u001b[2J\nbuild 18: succeeded\u0007';
  const failure = { ...states.failed.failure, sentence, facts: { message: 'a\u001b]0;x\u0007b\r\n' } };
  await using farm = await openFarmDouble({
    'GET /api/builds/17': say(BuildDetail, exampleDetail({ name: 'failed', failure })),
  });
  const { stdout } = await runCli(['show', '17', '--url', farm.url], {
    output: { isTerminal: true, hasColors: true },
  });
  expect(stdout.replaceAll(/\u001b\[[\d;]*m/g, '')).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
  expect(stdout).not.toContain('\nbuild 18');
});

test('targets are a table; one of them is told with its packages and its index', async () => {
  await using farm = await openFarmDouble({
    'GET /api/targets': say(TargetList, { targets: [exampleTarget] }),
    'GET /api/targets/debian-12-cp311-amd64': say(TargetDetail, exampleTargetDetail),
  });
  const table = await runCli(['targets', '--url', farm.url]);
  expect(table.stdout).toBe(
    [
      'TARGET                 PYTHON  PLATFORM     OFFERED  BUILD IMAGE',
      'debian-12-cp311-amd64  3.11    linux/amd64  yes      cccccccccccc',
      '',
    ].join('\n'),
  );
  const one = await runCli(['targets', 'debian-12-cp311-amd64', '--url', farm.url]);
  expect([table.code, one.code]).toEqual([0, 0]);
  expect(one.stdout).toContain(`${farm.url}/index/debian-12-cp311-amd64/simple/\n`);
  expect(one.stdout).toContain('runtime image  not seen yet\n');
  expect(one.stdout).toContain('builds         1 building, 40 succeeded, 2 failed\n');
  expect(one.stdout).toContain('450000 files of 60000 packages, made 1970-01-01 00:15:00Z\n');
  expect(one.stdout).toContain('build packages (2)\n  gcc=12.2\n');
});

test('with --json every reading command prints the reply of the farm as it came', async () => {
  const future = { ...exampleDetail(states.failed), learned: 'by a later version' };
  await using farm = await openFarmDouble({
    'GET /api/builds': say(BuildList, list),
    'GET /api/builds/17': say(BuildDetail, future),
    'GET /api/targets': say(TargetList, { targets: [exampleTarget] }),
    'GET /api/targets/debian-12-cp311-amd64': say(TargetDetail, exampleTargetDetail),
  });
  const ask = async (...words: readonly string[]) =>
    jsonLines((await runCli([...words, '--json', '--url', farm.url])).stdout);
  expect(await ask('builds')).toEqual([list]);
  expect(await ask('show', '17')).toEqual([future]);
  expect(await ask('targets')).toEqual([{ targets: [exampleTarget] }]);
  expect(await ask('targets', 'debian-12-cp311-amd64')).toEqual([exampleTargetDetail]);
});

test('a farm that cannot be reached is named, with the way to start one', async () => {
  const ran = await runCli(['builds', '--url', 'http://127.0.0.1:9/farm']);
  expect([ran.code, ran.stdout]).toEqual([4, '']);
  expect(ran.stderr).toMatch(
    /^wheelyard: no farm answers at http:\/\/127\.0\.0\.1:9\/farm\/ \(.+\): start one with "wheelyard up", or name another with --url\n$/,
  );
});

test('what is out of order, no farm at all, or elsewhere is told apart', async () => {
  await using farm = await openFarmDouble({
    'GET /api/builds': refuse(500, { kind: 'fault', detail: 'the disk is full' }),
    'GET /api/builds/1': (_asked, response) => response.writeHead(404).end('<h1>Not found</h1>'),
    'GET /api/builds/2': (_asked, response) => response.writeHead(308, { Location: 'https://x/' }).end(),
    'GET /api/builds/3': (_asked, response) => response.writeHead(200).end('{"id": "three"}'),
    'GET /api/builds/4': (_asked, response) => response.writeHead(200).end('<html>'),
    'GET /api/builds/6': (_asked, response) => response.destroy(),
    'GET /api/builds/5': refuse(401, { kind: 'token-needed', detail: 'this needs a token' }),
  });
  const told = async (...words: readonly string[]) => {
    const { code, stderr } = await runCli([...words, '--url', farm.url]);
    return [code, stderr.replace(`${farm.url}/`, 'URL')];
  };
  expect(await told('builds')).toEqual([
    4,
    'wheelyard: the farm at URL is out of order (HTTP 500): the disk is full\n',
  ]);
  expect(await told('show', '1')).toEqual([4, 'wheelyard: what answers at URL is no farm (HTTP 404)\n']);
  expect(await told('show', '2')).toEqual([
    4,
    "wheelyard: URL sends us on to https://x/: give the farm's own address with --url\n",
  ]);
  expect(await told('show', '3')).toEqual([
    4,
    'wheelyard: what answers at URL does not say what a farm of this version says\n',
  ]);
  expect(await told('show', '4')).toEqual([
    4,
    'wheelyard: what answers at URL is no farm: its reply is no JSON\n',
  ]);
  expect(await told('show', '6')).toEqual([
    4,
    'wheelyard: the farm at URL broke off the connection (other side closed)\n',
  ]);
  expect(await told('show', '5')).toEqual([
    3,
    'wheelyard: this needs a token; give one with --token or WHEELYARD_TOKEN\n',
  ]);
});
