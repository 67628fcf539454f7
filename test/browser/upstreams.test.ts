import { expect, test } from 'vitest';
import type { Publisher, PublisherName } from '../../src/domain/publisher.ts';
import type { RemoteIndex } from '../../src/farm/remote-index.ts';
import type { WatchedIndex } from '../../src/farm/watched-index.ts';
import { bookworm } from '../http/farm-under-test.ts';
import { publish } from '../http/publish.ts';
import { openShownFarm } from './open-shown-farm.ts';

const publisher: Publisher = {
  name: 'nexus' as PublisherName,
  url: 'https://nexus.example/',
  credentials: null,
  parallel: 2,
  protocol: {
    kind: 'legacy',
    indexes: new Map([
      [bookworm.name, { upload: 'https://nexus.example/', simple: 'https://nexus.example/s/' }],
    ]),
  },
};

const refusing: RemoteIndex = {
  prepare: async () => ['the index a/b has volatile true, wished is false'],
  upload: async () => ({ kind: 'refused', words: '403: not in the ACL <script>' }),
  listFiles: async () => [],
  hashFile: async () => null,
};

const troubled: WatchedIndex = {
  findSdist: async () => null,
  listSdists: async () => null,
  download: async () => null,
  look: () => Promise.reject(new Error('503: closed for today')),
};

test('what an index refused and an upstream hides is told, on the overview too; an admin sends it again', async () => {
  const upstream = {
    name: 'mirror',
    url: 'https://mirror.example/simple/',
    everySeconds: 600,
    parallel: 2,
    index: troubled,
    feed: null,
  };
  await using shown = await openShownFarm({
    publishers: [{ publisher, index: refusing }],
    watched: { upstreams: [upstream] },
  });
  const { farm } = shown;
  farm.time.now = Date.now();
  const { filename } = await publish(farm, { node: bookworm.name, name: 'lxml', target: bookworm.name });
  const admin = { method: 'POST', token: farm.tokens.admin };
  await farm.ask('/api/publishers/nexus/resync', admin);
  await farm.ask('/api/watch-lists/team', {
    method: 'PUT',
    token: farm.tokens.build,
    json: { projects: { lxml: 'latest' } },
  });
  await expect
    .poll(async () => JSON.stringify(await (await farm.ask('/api/publishers')).json()))
    .toContain('"refused":1');
  await expect
    .poll(async () => JSON.stringify(await (await farm.ask('/api/upstreams')).json()))
    .toContain('troubled');

  await using opened = await shown.open('/');
  const { page, misdeeds } = opened;
  const attention = page.getByRole('region', { name: 'What needs attention' });
  await attention.getByText('nexus refused 1 file').waitFor();
  await attention.getByText('mirror: lxml: 503: closed for today').waitFor();
  await page.getByRole('link', { name: 'More of it: nexus refused 1 file' }).click();
  await page.getByText(`${filename}: 403: not in the ACL <script>`).waitFor();
  await page.getByText('503: closed for today').waitFor();
  await page.getByText('to send refused files again').waitFor();
  await page.getByLabel('Token').fill(farm.tokens.admin);
  await page.getByRole('button', { name: 'Log in' }).click();
  await page.getByRole('button', { name: 'Send again what nexus refused' }).click();
  await page.getByRole('button', { name: 'Compare nexus with the farm' }).waitFor();
  expect(misdeeds).toEqual([]);
}, 60_000);
