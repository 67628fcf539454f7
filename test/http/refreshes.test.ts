import { Readable } from 'node:stream';
import { zstdCompressSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { identityOf } from '../../src/domain/image.ts';
import type { LogLine } from '../../src/domain/log-line.ts';
import { attemptOfRefresh } from '../../src/domain/refresh.ts';
import { sha256Of } from '../../src/domain/sha256.ts';
import { RefreshDetail, RefreshList, RefreshView } from '../../src/http/contract/refresh.ts';
import { bookworm, openFarm, type FarmUnderTest } from './farm-under-test.ts';

const path = `/api/targets/${bookworm.name}/refresh`;

/** An image as a worker describes it. */
async function keepImage(farm: FarmUnderTest, manifest: readonly string[]) {
  const facts = JSON.stringify({ identity: identityOf(manifest), manifest, libraries: {} });
  await farm.blobs.put(Readable.from([facts]));
  return { identity: identityOf(manifest), facts: sha256Of(facts) };
}

test('a refresh is one at a time, for those with the scope admin, of targets that the farm builds for', async () => {
  await using farm = await openFarm();
  const refresh = (of: string, token: string) => farm.ask(of, { method: 'POST', token });
  expect((await refresh(path, farm.tokens.build)).status).toBe(403);
  const first = await refresh(path, farm.tokens.admin);
  expect(first.status).toBe(201);
  const { id } = RefreshView.parse(await first.json());
  const second = await refresh(path, farm.tokens.admin);
  expect([second.status, RefreshView.parse(await second.json()).id]).toEqual([200, id]);
  expect((await refresh('/api/targets/nowhere/refresh', farm.tokens.admin)).status).toBe(404);
  expect((await refresh('/api/targets/debian-14-cp314-amd64/refresh', farm.tokens.admin)).status).toBe(409);
  const { refreshes } = RefreshList.parse(
    await (await farm.ask(`/api/targets/${bookworm.name}/refreshes`)).json(),
  );
  expect(refreshes).toMatchObject([{ id, state: { name: 'making' } }]);
  expect((await farm.ask('/api/refreshes/99')).status).toBe(404);
});

test('a refresh tells which OS packages its images have otherwise', async () => {
  await using farm = await openFarm();
  const wish = { target: bookworm.name, requestedBy: 'anna' };
  const { refresh } = await farm.catalogue.addRefresh(wish, 1);
  const old = await keepImage(farm, ['libssl3=3.0.1', 'python3=3.11']);
  const present = await keepImage(farm, ['libssl3=3.0.2', 'python3=3.11']);
  const [before, after] = [
    { build: old, runtime: old },
    { build: present, runtime: old },
  ];
  await farm.catalogue.endRefresh(refresh.id, { name: 'made', before, after, endedAt: 2 });
  const shown = RefreshDetail.parse(await (await farm.ask(`/api/refreshes/${refresh.id}`)).json());
  expect(shown.difference).toEqual({
    build: { added: [], removed: [], changed: [{ name: 'libssl3', from: '3.0.1', to: '3.0.2' }] },
    runtime: { added: [], removed: [], changed: [] },
  });
});

const lineOf = (number: number, text: string): LogLine => ({
  number,
  at: 1_000,
  phase: 'image',
  voice: 'farm',
  text,
});

test('the log of a refresh is followed while its images are made, and is there afterwards', async () => {
  await using farm = await openFarm();
  const { catalogue, liveLogs } = farm;
  const { refresh } = await catalogue.addRefresh({ target: bookworm.name, requestedBy: 'anna' }, 1);
  const lines = [lineOf(0, 'pulling the base'), lineOf(1, '\u001b[31mupgrading\u001b[0m')];
  await liveLogs.append(attemptOfRefresh(refresh.id), lines);
  const path = `/api/refreshes/${refresh.id}/log`;
  expect(await (await farm.ask(path)).text()).toBe(
    '00:00:01.000 image | pulling the base\n00:00:01.000 image | upgrading\n',
  );
  const following = farm.ask(path, { headers: { accept: 'text/event-stream', 'last-event-id': '0' } });
  const stored = Buffer.from(
    [...lines, lineOf(2, 'done')].map((line) => `${JSON.stringify(line)}\n`).join(''),
  );
  const { sha256 } = await farm.blobs.put(Readable.from([zstdCompressSync(stored)]));
  await catalogue.keepRefreshLog(refresh.id, { sha256, lines: 3, cutBytes: 0 });
  const failure = { kind: 'no-such-os-package', packages: ['python3.99'] } as const;
  await catalogue.endRefresh(refresh.id, { name: 'failed', failure, endedAt: 2 });
  const followed = await (await following).text();
  expect(followed.match(/^id: \d+$/gm)).toEqual(['id: 1', 'id: 2']);
  expect(followed).toContain('event: end\ndata: {"id":1,');
  expect(await (await farm.ask(`${path}?from=2`)).text()).toBe('00:00:01.000 image | done\n');
  expect((await farm.ask('/api/refreshes/99/log')).status).toBe(404);
  const strange = await farm.ask(path, { headers: { 'last-event-id': 'x' } });
  expect(strange.status).toBe(400);
});
