import { expect, test } from 'vitest';
import type { Publisher, PublisherName } from '../../src/domain/publisher.ts';
import { RemoteTrouble, type RemoteIndex } from '../../src/farm/remote-index.ts';
import { PublisherDetail, PublisherList } from '../../src/http/contract/publisher.ts';
import { bookworm, openFarm } from './farm-under-test.ts';
import { publish } from './publish.ts';

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

/** An index that does with every upload the same. */
const indexThat = (upload: RemoteIndex['upload']): RemoteIndex => ({
  prepare: async () => ['the index a/b has volatile true, wished is false'],
  upload,
  listFiles: async () => [],
  hashFile: async () => null,
});

const openWith = (upload: RemoteIndex['upload']) =>
  openFarm({ publishers: [{ publisher, index: indexThat(upload) }] });

test('a publisher shows what waits, what was refused and in which words', async () => {
  await using farm = await openWith(async () => ({ kind: 'refused', words: '403: not in the ACL' }));
  const { filename, sha256 } = await publish(farm, {
    node: bookworm.name,
    name: 'lxml',
    target: bookworm.name,
  });
  await farm.ask('/api/publishers/nexus/resync', { method: 'POST', token: farm.tokens.admin });
  const show = async () => PublisherDetail.parse(await (await farm.ask('/api/publishers/nexus')).json());
  await expect.poll(show).toMatchObject({
    name: 'nexus',
    kind: 'legacy',
    nodes: [bookworm.name],
    state: 'idle',
    pending: 0,
    refused: 1,
    refusedFiles: [{ filename, sha256, node: bookworm.name, words: '403: not in the ACL' }],
    differences: ['the index a/b has volatile true, wished is false'],
    resync: { state: 'done' },
  });
  const { refusedFiles } = await show();
  const next = await farm.ask(`/api/publishers/nexus?after=${refusedFiles[0]?.id ?? 0}`);
  expect(PublisherDetail.parse(await next.json()).refusedFiles).toEqual([]);
  const metrics = await (await farm.ask('/metrics')).text();
  expect(metrics).toContain('wheelyard_publisher_files{publisher="nexus",state="refused"} 1');
  const retried = await farm.ask('/api/publishers/nexus/retry', { method: 'POST', token: farm.tokens.admin });
  expect(await retried.json()).toEqual({ retried: 1 });
});

test('a publisher whose index is away says so, in the list and to Prometheus', async () => {
  await using farm = await openWith(() => Promise.reject(new RemoteTrouble('503: closed for today')));
  await publish(farm, { node: bookworm.name, name: 'lxml', target: bookworm.name });
  await farm.ask('/api/publishers/nexus/resync', { method: 'POST', token: farm.tokens.admin });
  await expect
    .poll(async () => PublisherList.parse(await (await farm.ask('/api/publishers')).json()))
    .toMatchObject({ publishers: [{ state: 'away', problem: '503: closed for today', pending: 1 }] });
  expect(await (await farm.ask('/metrics')).text()).toContain('wheelyard_publisher_up{publisher="nexus"} 0');
});

test('who has no token of the scope admin changes nothing, and a publisher that is none is named', async () => {
  await using farm = await openWith(async () => ({ kind: 'accepted' }));
  const post = (path: string, token: string) => farm.ask(path, { method: 'POST', token });
  expect((await post('/api/publishers/nexus/retry', farm.tokens.build)).status).toBe(403);
  expect((await post('/api/publishers/nexus/resync', farm.tokens.upload)).status).toBe(403);
  const unknown = await post('/api/publishers/devpi/resync', farm.tokens.admin);
  expect([unknown.status, await unknown.json()]).toMatchObject([
    404,
    { detail: 'there is no publisher devpi' },
  ]);
});
