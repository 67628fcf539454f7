import { expect, test } from 'vitest';
import { projectNamed } from '../contracts/catalogue-samples.ts';
import { UpstreamList, WatchLists } from '../../src/http/contract/upstream.ts';
import type { WatchedIndex } from '../../src/farm/watched-index.ts';
import { bookworm, openFarm, type FarmUnderTest } from './farm-under-test.ts';

const looked: string[] = [];
const index: WatchedIndex = {
  findSdist: async () => null,
  listSdists: async () => null,
  download: () => Promise.reject(new Error('nobody asks')),
  look: async (project) => {
    looked.push(project);
    return { kind: 'unknown-project' };
  },
};

const open = () =>
  openFarm({
    watched: {
      upstreams: [
        { name: 'pypi', url: 'https://pypi.example/', everySeconds: 600, parallel: 2, index, feed: null },
      ],
    },
  });

const push = (farm: FarmUnderTest, secret: string | null, of: { path?: string; json?: unknown } = {}) =>
  farm.ask(of.path ?? '/api/upstreams/pypi/events', {
    method: 'POST',
    json: of.json ?? { project: 'demo', version: '1.0' },
    ...(secret !== null && { headers: { authorization: `Bearer ${secret}` } }),
  });

const put = (farm: FarmUnderTest, json: unknown, token = farm.tokens.build) =>
  farm.ask('/api/watch-lists/team-a', { method: 'PUT', json, token });

test('an event of a watched project is taken, again and again, and the page is looked at', async () => {
  await using farm = await open();
  expect((await put(farm, { projects: { demo: 'latest' } })).status).toBe(200);
  await expect.poll(() => looked).toContain('demo');
  const before = looked.length;
  for (let replay = 0; replay < 3; replay += 1) {
    const reply = await push(farm, 'secret');
    expect([reply.status, await reply.json()]).toEqual([202, { result: 'looking' }]);
  }
  await expect.poll(() => looked.length).toBeGreaterThan(before);
  expect(await (await push(farm, 'secret', { json: { project: 'other' } })).json()).toEqual({
    result: 'not-watched',
  });
  const { upstreams } = UpstreamList.parse(await (await farm.ask('/api/upstreams')).json());
  expect(upstreams).toMatchObject([
    {
      name: 'pypi',
      projects: 1,
      problems: [{ project: 'demo', problem: 'the upstream does not have this project' }],
    },
  ]);
});

test('who does not know the secret learns nothing, a token of the farm is none, and guessing is slow', async () => {
  await using farm = await open();
  const replies = [
    await push(farm, null),
    await push(farm, 'Secret'),
    await push(farm, farm.tokens.admin),
    await push(farm, 'secret', { path: '/api/upstreams/other/events' }),
  ];
  expect(replies.map(({ status }) => status)).toEqual([401, 401, 401, 401]);
  const bodies = await Promise.all(replies.map((reply) => reply.text()));
  expect(new Set(bodies.map((text) => JSON.parse(text).detail))).toEqual(
    new Set(['this needs the secret of the upstream']),
  );
  const guesses = await Promise.all(Array.from({ length: 20 }, () => push(farm, 'guess')));
  expect(guesses.filter(({ status }) => status === 429).length).toBe(14);
  expect((await push(farm, 'secret')).status).toBe(202);
});

test('a flood of events is held up with 429, and goes on when it has passed', async () => {
  await using farm = await open();
  const flood = await Promise.all(Array.from({ length: 230 }, () => push(farm, 'secret')));
  expect(flood.filter(({ status }) => status === 429).length).toBe(30);
  expect(flood.find(({ status }) => status === 429)?.headers.get('retry-after')).toBe('1');
  farm.time.now += 1_000;
  expect((await push(farm, 'secret')).status).toBe(202);
});

test.each([
  ['a name that leads elsewhere', { project: '../../etc' }],
  ['no name', {}],
  ['another form', []],
  ['more than is known', { project: 'demo', run: 'rm' }],
])('an event with %s is refused with 400', async (_title, json) => {
  await using farm = await open();
  expect((await push(farm, 'secret', { json })).status).toBe(400);
});

test('a watch list is made of JSON or of a lock file, listed, and removed', async () => {
  await using farm = await open();
  await put(farm, { projects: { Demo: 'latest-2', lxml: '>=5' }, targets: [bookworm.name], priority: 5 });
  const upload = (name: string, query: string, body: string) =>
    farm.ask(`/api/watch-lists/${name}/file?${query}`, {
      method: 'PUT',
      token: farm.tokens.build,
      headers: { 'content-type': 'application/octet-stream' },
      body,
    });
  expect((await upload('team-b', 'filename=requirements.txt', 'attrs==25.1.0\n')).status).toBe(200);
  const { watchLists } = WatchLists.parse(await (await farm.ask('/api/watch-lists')).json());
  expect(watchLists).toEqual([
    {
      name: 'team-a',
      source: 'api',
      projects: { demo: 'latest-2', lxml: '>=5' },
      targets: [bookworm.name],
      priority: 5,
    },
    { name: 'team-b', source: 'api', projects: { attrs: '==25.1.0' }, targets: 'all', priority: 50 },
  ]);
  const bad = await upload('team-b', 'filename=uv.lock', 'nonsense [');
  expect([bad.status, await bad.json()]).toMatchObject([
    400,
    { detail: 'uv.lock: it is no uv.lock, poetry.lock or pylock.toml' },
  ]);
  expect((await upload('team-b', 'filename=uv.lock&targets=debian-99', '')).status).toBe(400);
  expect((await upload('team-b', 'filename=requirements.txt', 'x'.repeat(250_000))).status).toBe(413);
  const remove = () => farm.ask('/api/watch-lists/team-a', { method: 'DELETE', token: farm.tokens.build });
  expect([(await remove()).status, (await remove()).status]).toEqual([204, 404]);
  expect((await put(farm, { projects: {} }, farm.tokens.upload)).status).toBe(403);
  expect((await put(farm, { projects: { a: 'latest' }, targets: ['debian-99'] })).status).toBe(400);
  expect((await farm.catalogue.listWatchLists()).map(({ projects }) => [...projects.keys()])).toEqual([
    [projectNamed('attrs')],
  ]);
});
