import { mkdtempDisposable, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { UpstreamList, WatchListView } from '../../src/http/contract/upstream.ts';
import { openFarmDouble, say } from './farm-double.ts';
import { runCli } from './run-cli.ts';

test('a file of requirements is sent as it is, with its targets', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'wy-cli-watch-'));
  const file = join(folder.path, 'uv.lock');
  await writeFile(file, 'the lock');
  const list = {
    name: 'team-a',
    source: 'api',
    projects: { lxml: '==5' },
    targets: ['a', 'b'],
    priority: 9,
  } as const;
  await using farm = await openFarmDouble({
    'PUT /api/watch-lists/team-a/file': say(WatchListView, { ...list, targets: [...list.targets] }),
  });
  const words = ['watch', file, '--name', 'team-a', '--target', 'a', '--target', 'b', '--priority', '9'];
  const { code, stdout } = await runCli([...words, '--url', farm.url]);
  expect([code, stdout]).toEqual([0, 'team-a: 1 projects are watched for a, b\n']);
  expect(farm.asked[0]?.body.toString()).toBe('the lock');
  expect([...(farm.asked[0]?.query ?? [])]).toEqual([
    ['filename', 'uv.lock'],
    ['targets', 'a,b'],
    ['priority', '9'],
  ]);
  expect((await runCli(['watch', '/nowhere', '--name', 'x', '--url', farm.url])).code).toBe(2);
});

test('upstreams are a table, and what is wrong with them is told beside it', async () => {
  const problem = { project: 'demo', problem: 'answered 500', faults: 2, since: 1 };
  const upstream = {
    name: 'pypi',
    url: 'https://pypi.example/',
    state: 'troubled' as const,
    projects: 2,
    lastLookAt: null,
    serial: null,
    events: 1,
    feed: { kind: 'changelog' as const, serial: 7, askedAt: 1, problem: 'answered 503', faults: 1 },
    problems: [problem],
  };
  await using farm = await openFarmDouble({
    'GET /api/upstreams': say(UpstreamList, { upstreams: [upstream] }),
  });
  const { stdout, stderr } = await runCli(['upstreams', '--url', farm.url]);
  expect(stdout).toContain('pypi      troubled  2         never   1       https://pypi.example/\n');
  expect(stderr).toBe('pypi: changelog: answered 503\npypi: demo: answered 500\n');
});
