import { expect, test } from 'vitest';
import { CampaignDetail, CampaignPreview, type CampaignView } from '../../src/http/contract/campaign.ts';
import { RefreshDetail, RefreshView } from '../../src/http/contract/refresh.ts';
import { sha256Of } from '../../src/domain/sha256.ts';
import { LogLineView } from '../../src/http/contract/log.ts';
import { inTurn, openFarmDouble, say } from './farm-double.ts';
import { stream } from './log-double.ts';
import { runCli } from './run-cli.ts';

const preview: CampaignPreview = {
  target: 'debian-12-cp311-amd64',
  builds: [
    {
      project: 'cryptography',
      version: '42.0.0',
      build: 17,
      expectedMilliseconds: 90_000,
      reasons: [{ kind: 'library-gone', sentence: 'it links libssl.so.3 of libssl3, which is gone' }],
    },
  ],
  untouched: 41,
  missing: [],
  estimate: { slots: 2, makespanMilliseconds: 90_000, lowerBoundMilliseconds: 90_000 },
};

const campaign: CampaignView = {
  id: 3,
  cause: 'built again',
  target: 'debian-12-cp311-amd64',
  owner: 'anna',
  createdAt: 0,
  state: 'running',
  atomic: false,
  endedAt: null,
  progress: { pending: 0, begun: 1, held: 0, over: 1 },
  actions: ['pause', 'cancel'],
};

test('a dry run prints what would be built, why, and how long it takes against the best that any order could', async () => {
  await using farm = await openFarmDouble({ 'POST /api/campaigns': say(CampaignPreview, preview) });
  const words = ['rebuild', '--target', 'debian-12-cp311-amd64', '--dry-run', '--url', farm.url];
  const { code, stdout } = await runCli(words);
  expect(code).toBe(0);
  expect(stdout).toContain('cryptography 42.0.0  1 min 30 s  it links libssl.so.3 of libssl3, which is gone');
  expect(stdout).toContain('1 build on debian-12-cp311-amd64; 41 left as they are');
  expect(stdout).toContain('1 min 30 s with 2 at once; no order ends before 1 min 30 s');
  expect(JSON.parse(farm.asked[0]?.body.toString() ?? '')).toEqual({
    target: 'debian-12-cp311-amd64',
    which: 'affected',
    atomic: false,
    dryRun: true,
  });
});

test('rebuild takes a build or a target, not both', async () => {
  const { code, stderr } = await runCli(['rebuild', '17', '--target', 'x', '--url', 'http://127.0.0.1:1']);
  expect([code, stderr]).toEqual([2, expect.stringContaining('--target')]);
});

test('a campaign tells what got worse, and --pause pauses it', async () => {
  const detail: CampaignDetail = {
    ...campaign,
    etaMilliseconds: 60_000,
    results: { unchanged: 0, changed: 0, published: 0, failed: 1 },
    estimate: { slots: 2, makespanMilliseconds: 90_000, lowerBoundMilliseconds: 80_000 },
    worse: [
      {
        project: 'lxml',
        version: '5.3.0',
        build: 18,
        worsenings: [{ kind: 'fails-now', sentence: 'was built before, fails now: no header' }],
        before: { state: 'succeeded', sizeBytes: 10, extensions: 1 },
        after: { state: 'failed', sizeBytes: null, extensions: 0 },
      },
    ],
    builds: [],
  };
  await using farm = await openFarmDouble({
    'GET /api/campaigns/3': say(CampaignDetail, detail),
    'POST /api/campaigns/3/pause': say(CampaignDetail, { ...detail, state: 'paused' }),
  });
  const shown = await runCli(['campaign', '3', '--url', farm.url]);
  expect(shown.stdout).toContain('lxml 5.3.0 (build 18): was built before, fails now: no header');
  expect(shown.stdout).toContain('expected end  in 1 min 0 s');
  expect((await runCli(['campaign', '3', '--pause', '--url', farm.url])).stdout).toContain('paused');
});

test('targets refresh waits for the images and prints which packages changed', async () => {
  const asked: RefreshView = {
    id: 3,
    target: 'debian-12-cp311-amd64',
    requestedBy: 'anna',
    requestedAt: 0,
    state: { name: 'making' },
  };
  const images = { build: sha256Of('build'), runtime: sha256Of('runtime') };
  const difference = {
    added: [{ name: 'libnew1', version: '1' }],
    removed: [],
    changed: [{ name: 'libssl3', from: '3.0.1', to: '3.0.2' }],
  };
  await using farm = await openFarmDouble({
    'POST /api/targets/debian-12-cp311-amd64/refresh': say(RefreshView, asked),
    'GET /api/refreshes/3': say(RefreshDetail, {
      ...asked,
      state: { name: 'made', before: images, after: images, endedAt: 1 },
      difference: { build: difference, runtime: difference },
    }),
  });
  const { code, stdout } = await runCli(['targets', 'refresh', 'debian-12-cp311-amd64', '--url', farm.url]);
  expect(code).toBe(0);
  expect(stdout).toContain('~ libssl3 3.0.1 → 3.0.2');
  expect(stdout).toContain('+ libnew1 1');
});

const refreshLine = (number: number, text: string): string => {
  const view = LogLineView.parse({ number, at: 1_000, phase: 'image', voice: 'farm', text });
  return `id: ${number}\nevent: line\ndata: ${JSON.stringify(view)}\n\n`;
};

test('targets refresh --follow prints how the images are made, also over a connection that breaks', async () => {
  const asked: RefreshView = {
    id: 3,
    target: 'debian-12-cp311-amd64',
    requestedBy: 'anna',
    requestedAt: 0,
    state: { name: 'making' },
  };
  const identities = { build: sha256Of('build'), runtime: sha256Of('runtime') };
  const end: RefreshView = { ...asked, state: { name: 'unchanged', images: identities, endedAt: 1 } };
  await using farm = await openFarmDouble({
    'POST /api/targets/debian-12-cp311-amd64/refresh': say(RefreshView, asked),
    'GET /api/refreshes/3/log': inTurn(
      stream([refreshLine(0, 'pulling the base')], 'cut'),
      stream([
        refreshLine(1, 'upgrading'),
        `event: end\ndata: ${JSON.stringify(RefreshView.parse(end))}\n\n`,
      ]),
    ),
    'GET /api/refreshes/3': say(RefreshDetail, { ...end, difference: null }),
  });
  const words = ['targets', 'refresh', 'debian-12-cp311-amd64', '--follow', '--url', farm.url];
  const { code, stdout } = await runCli(words);
  expect(code).toBe(0);
  expect(stdout.match(/pulling the base|upgrading|newest packages already/g)).toEqual([
    'pulling the base',
    'upgrading',
    'newest packages already',
  ]);
  expect(farm.asked.find(({ headers }) => headers['last-event-id'] === '0')).toBeDefined();
});
