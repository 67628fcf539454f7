import { expect, test } from 'vitest';
import {
  PublisherDetail,
  PublisherList,
  PublisherView,
  RetriedFiles,
} from '../../src/http/contract/publisher.ts';
import { openFarmDouble, say } from './farm-double.ts';
import { runCli } from './run-cli.ts';

const well: PublisherView = {
  name: 'devpi',
  kind: 'devpi',
  url: 'https://devpi.example/',
  nodes: ['pure', 'sdists'],
  state: 'idle',
  problem: null,
  triesAgainAt: null,
  pending: 0,
  refused: 0,
  oldestPendingAt: null,
  lastSentAt: null,
  differences: [],
  resync: null,
};
const away: PublisherView = {
  ...well,
  name: 'nexus',
  kind: 'legacy',
  state: 'away',
  problem: '503: closed',
  pending: 3,
};
const compared = { startedAt: 1, endedAt: 2, problem: null, files: 9, same: 8, missing: 1, different: 0 };

test('publishers are a table with what waits and what is wrong', async () => {
  await using farm = await openFarmDouble({
    'GET /api/publishers': say(PublisherList, { publishers: [well, away] }),
  });
  const { code, stdout } = await runCli(['publishers', '--url', farm.url]);
  expect([code, stdout]).toEqual([
    0,
    [
      'PUBLISHER  KIND    STATE  PENDING  OLDEST  REFUSED  PROBLEM',
      'devpi      devpi   idle   0        -       0        ',
      'nexus      legacy  away   3        -       0        503: closed',
      '',
    ].join('\n'),
  ]);
});

test('one publisher is told with the refused files and the words of the index', async () => {
  const refused = {
    id: 4,
    filename: 'a.whl',
    node: 'pure',
    project: 'a',
    version: '1',
    sha256: 'x',
    words: 'no',
    at: 0,
  };
  const detail = { ...well, refused: 1, refusedFiles: [refused], next: null };
  await using farm = await openFarmDouble({ 'GET /api/publishers/devpi': say(PublisherDetail, detail) });
  const { code, stdout } = await runCli(['publishers', 'devpi', '--url', farm.url]);
  expect(code).toBe(0);
  expect(stdout).toContain('publisher  devpi, devpi at https://devpi.example/');
  expect(stdout).toContain('a.whl (pure), refused 1970-01-01 00:00:00Z\n  no\n');
});

test('a comparison is waited for, and one that finds other files ends with exit code 1', async () => {
  const running = { ...compared, state: 'running' as const, endedAt: null };
  const done = { ...compared, state: 'done' as const };
  await using farm = await openFarmDouble({
    'POST /api/publishers/devpi/resync': say(PublisherView, { ...well, resync: running }, 202),
    'GET /api/publishers/devpi': say(PublisherView, { ...well, resync: done }),
    'POST /api/publishers/nexus/resync': say(
      PublisherView,
      { ...away, resync: { ...done, different: 2 } },
      202,
    ),
  });
  const first = await runCli(['publish', '--resync', 'devpi', '--url', farm.url]);
  expect([first.code, first.stdout]).toEqual([0, 'devpi: 9 files: 8 the same, 1 missing, 0 different\n']);
  expect((await runCli(['publish', '--resync', 'nexus', '--url', farm.url])).code).toBe(1);
});

test('refused files are sent again, and publish without an order is wrong usage', async () => {
  await using farm = await openFarmDouble({
    'POST /api/publishers/devpi/retry': say(RetriedFiles, { retried: 5 }),
  });
  const { code, stdout } = await runCli(['publish', '--retry', 'devpi', '--url', farm.url]);
  expect([code, stdout]).toEqual([0, '5 files are on their way to devpi again\n']);
  expect((await runCli(['publish', '--url', farm.url])).code).toBe(2);
});
