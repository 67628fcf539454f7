import { expect, test } from 'vitest';
import { sha256Of } from '../../src/domain/sha256.ts';
import { PrunedFiles, SweepState, type SweepView } from '../../src/http/contract/prune.ts';
import { openFarmDouble, say } from './farm-double.ts';
import { runCli } from './run-cli.ts';

const sweep: SweepView = {
  dryRun: true,
  startedAt: 1,
  endedAt: 2,
  looked: 10,
  blobs: 3,
  bytes: 2048,
  problem: null,
};
const answer: PrunedFiles = {
  dryRun: true,
  files: [
    { index: 'bookworm', filename: 'demo-1.0-py3-none-any.whl', sha256: sha256Of('demo'), publishedAt: 1 },
  ],
  sweep,
};

test('prune asks for the rule that it is given and lists what would go', async () => {
  await using farm = await openFarmDouble({ 'POST /api/prune': say(PrunedFiles, answer) });
  const { code, stdout } = await runCli(['prune', '--keep', '2', '--dry-run', '--url', farm.url]);
  expect([code, stdout]).toEqual([
    0,
    'bookworm  demo-1.0-py3-none-any.whl\n1 files would leave the indexes\n3 of 10 blobs (2.0 KiB) would go\n',
  ]);
  expect(JSON.parse(farm.asked[0]?.body.toString() ?? '')).toEqual({
    keep: 2,
    days: 90,
    logsDays: null,
    dryRun: true,
  });
});

test('prune without --keep takes no file out of an index', async () => {
  await using farm = await openFarmDouble({ 'POST /api/prune': say(PrunedFiles, answer) });
  expect((await runCli(['prune', '--logs-days', '30', '--url', farm.url])).code).toBe(0);
  expect(JSON.parse(farm.asked[0]?.body.toString() ?? '')).toMatchObject({ keep: null, logsDays: 30 });
  expect((await runCli(['prune', '--keep', '0', '--url', farm.url])).code).toBe(2);
});

test('prune waits for a sweep that takes its time, and tells why one ended early', async () => {
  const problem = 'the disk fails';
  await using farm = await openFarmDouble({
    'POST /api/prune': say(PrunedFiles, { ...answer, sweep: { ...sweep, endedAt: null, blobs: 0 } }),
    'GET /api/prune': say(SweepState, { sweep: { ...sweep, problem } }),
  });
  const { code, stdout } = await runCli(['prune', '--dry-run', '--url', farm.url]);
  expect([code, stdout]).toEqual([
    4,
    expect.stringContaining(`3 of 10 blobs (2.0 KiB) would go\nit ended early: ${problem}`),
  ]);
});
