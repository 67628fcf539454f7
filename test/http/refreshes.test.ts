import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { identityOf } from '../../src/domain/image.ts';
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
