import { mkdtempDisposable, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeSmallSdist, setupPy } from './small-sdist.ts';
import { openTestFarm } from './open-test-farm.ts';
import { openUpstream } from './upstream-server.ts';

const bookworm = 'debian-12-cp311-amd64';

test('a pushed event of a pure project ends in a wheel that can be installed, and the time is measured', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'wy-event-'));
  const files = { 'setup.py': setupPy('demo-pushed'), 'demo_pushed.py': 'x = 1\n' };
  const file = await makeSmallSdist({ folder: folder.path, name: 'demo-pushed', files });
  const projects: Parameters<typeof openUpstream>[0] = {};
  await using upstream = await openUpstream(projects);
  const watched = join(folder.path, 'upstreams.yaml');
  await writeFile(
    watched,
    `# A mirror that tells when something has come.
upstreams:
  mirror: {url: "${upstream.url}", every: 2h, secret: {environment: EVENT_SECRET}}
watch-lists:
  all: {projects: {demo-pushed: latest}}
`,
  );
  await using farm = await openTestFarm({
    environment: { WHEELYARD_UPSTREAMS: watched, WHEELYARD_TARGETS: bookworm, EVENT_SECRET: 'hush' },
  });
  // It was looked for when the farm was started, and was not there.
  const problems = async () => JSON.stringify(await (await farm.request('GET', '/api/upstreams')).json());
  await expect.poll(problems, { timeout: 10_000 }).toContain('does not have this project');
  Object.assign(projects, { 'demo-pushed': { file, form: 'json', hash: 'true' } });
  const began = performance.now();
  const pushed = await fetch(`${farm.url}/api/upstreams/mirror/events`, {
    method: 'POST',
    headers: { authorization: 'Bearer hush', 'content-type': 'application/json' },
    body: JSON.stringify({ project: 'demo-pushed', version: '1.0' }),
  });
  expect([pushed.status, await pushed.json()]).toEqual([202, { result: 'looking' }]);
  const page = async () => {
    const headers = { accept: 'application/vnd.pypi.simple.v1+json' };
    return (await fetch(`${farm.url}/index/${bookworm}/simple/demo-pushed/`, { headers })).status;
  };
  await expect.poll(page, { timeout: 120_000, interval: 50 }).toBe(200);
  const total = Math.round(performance.now() - began);
  const { attempts } = await farm.show(1);
  const working = attempts.reduce(
    (sum, { outcome }) =>
      sum + (outcome === null ? 0 : outcome.evidence.endedAt - outcome.evidence.startedAt),
    0,
  );
  console.log(`from the event to the index: ${total} ms, of which ${working} ms were the build itself`);
  const metrics = async () => (await farm.request('GET', '/metrics')).text();
  await expect.poll(metrics).toContain('wheelyard_event_to_index_seconds_count 1');
  expect(await metrics()).toMatch(/wheelyard_event_to_index_quantile_seconds\{quantile="0.95"\} \d/);
}, 180_000);
