import { expect, test } from 'vitest';
import { StatisticsView } from '../../src/http/contract/statistics.ts';
import { WorkerList, type WorkerView } from '../../src/http/contract/worker.ts';
import { openFarmDouble, say } from './farm-double.ts';
import { runCli } from './run-cli.ts';

const worker: WorkerView = {
  name: 'host-1',
  platform: 'linux/amd64',
  state: 'working',
  problem: null,
  slots: 4,
  startedAt: 1,
  lastSeenAt: null,
  running: [
    { attempt: '17.2', build: 17, project: 'lxml', version: '5.3.0', target: 'debian-12', progress: null },
  ],
  outages: 0,
  lastOutage: null,
  host: {
    version: '0.1.0',
    engine: 'Engine 27',
    memoryBytes: 1,
    disk: { totalBytes: 9e9, freeBytes: 1024 ** 3, state: 'critical' },
  },
};

test('workers are a table with their slots, what they run and what keeps them from working', async () => {
  await using farm = await openFarmDouble({
    'GET /api/workers': say(WorkerList, {
      workers: [worker, { ...worker, name: 'host-2', state: 'waiting', problem: 'no engine', host: null }],
    }),
  });
  const { code, stdout, stderr } = await runCli(['workers', '--url', farm.url]);
  expect(code).toBe(0);
  expect(stdout.split('\n').slice(0, 2)).toEqual([
    'WORKER  PLATFORM     STATE    SLOTS  SEEN   DISK FREE           RUNS',
    'host-1  linux/amd64  working  1/4    never  1.0 GiB (critical)  17.2 lxml',
  ]);
  expect(stderr).toContain('host-2 waits: no engine');
});

test('who asks for workers where there are none reads how to start one', async () => {
  await using farm = await openFarmDouble({ 'GET /api/workers': say(WorkerList, { workers: [] }) });
  const { stderr } = await runCli(['workers', '--url', farm.url]);
  expect(stderr).toContain('wheelyard work');
});

test('statistics are a line an hour in which something ended, and the sum', async () => {
  const hour = { succeeded: 3, failed: 1, farmFault: 0, medianMilliseconds: 61_000 };
  const idle = { succeeded: 0, failed: 0, farmFault: 0, medianMilliseconds: null };
  await using farm = await openFarmDouble({
    'GET /api/statistics': say(StatisticsView, {
      hours: [
        { at: 0, ...idle },
        { at: 3_600_000, ...hour },
      ],
      total: hour,
    }),
  });
  const { stdout } = await runCli(['statistics', '--hours', '2', '--url', farm.url]);
  expect(stdout.trim().split('\n')).toEqual([
    "HOUR                  SUCCEEDED  FAILED  FARM'S FAULT  RATE  MEDIAN",
    '1970-01-01 01:00:00Z  3          1       0             75 %  1 min 1 s',
    '2 h together          3          1       0             75 %  1 min 1 s',
  ]);
});
