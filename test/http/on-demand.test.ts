import { expect, it } from 'vitest';
import { makeIndexTree, type IndexTree } from '../../src/domain/index-tree.ts';
import { onDemand } from '../../src/domain/on-demand-schema.ts';
import { Problem } from '../../src/http/contract/problem.ts';
import { openSimpleIndex } from '../../src/python/simple-index.ts';
import { indexFileOf, projectNamed } from '../contracts/catalogue-samples.ts';
import { openSimpleServer, type SimpleServer } from '../doubles/simple-server.ts';
import { bookworm, openFarm, trixie, type FarmUnderTest } from './farm-under-test.ts';

/** oss → bookworm, which builds on demand, and trixie, which does not; acme-core is internal. */
function treeWith(rule: unknown): IndexTree {
  const node = { bases: [], targets: [], isPure: false, pins: new Map(), onDemand: null };
  const pins = new Map([[projectNamed('acme-core'), 'bookworm']]);
  const tree = makeIndexTree([
    { ...node, name: 'oss', isPure: true },
    {
      ...node,
      name: 'bookworm',
      bases: ['oss'],
      targets: [bookworm.name],
      pins,
      onDemand: onDemand.parse(rule),
    },
    { ...node, name: 'trixie', bases: ['oss'], targets: [trixie.name] },
  ]);
  if (!tree.ok) throw new Error(JSON.stringify(tree.problem));
  return tree.value;
}

type Yard = { readonly farm: FarmUnderTest; readonly upstream: SimpleServer } & AsyncDisposable;

async function openYard(rule: unknown): Promise<Yard> {
  await using opened = new AsyncDisposableStack();
  const upstream = opened.use(await openSimpleServer());
  const limits = { pageBytes: 200_000, fileBytes: 100_000 };
  const index = openSimpleIndex({ url: `${upstream.url}simple/`, timeoutMilliseconds: 2_000, limits });
  const farm = opened.use(await openFarm({ indexes: treeWith(rule), upstreams: [index] }));
  const all = opened.move();
  return { farm, upstream, [Symbol.asyncDispose]: () => all.disposeAsync() };
}

const json = { accept: 'application/vnd.pypi.simple.v1+json' };
const page = ({ farm }: Yard, project: string, node = 'bookworm'): Promise<Response> =>
  farm.ask(`/index/${node}/simple/${project}/`, { headers: json });

/** How it stands, as JSON says it. */
async function stand(yard: Yard, project: string) {
  const reply = await page(yard, project);
  expect(reply.status).toBe(404);
  const { detail, retryAfterSeconds, builds } = Problem.parse(await reply.json());
  expect(reply.headers.get('retry-after')).toBe(
    retryAfterSeconds === undefined ? null : `${retryAfterSeconds}`,
  );
  return { detail, retryAfterSeconds, builds };
}

/** Asks until it is no longer being looked for. */
async function settled(yard: Yard, project: string): ReturnType<typeof stand> {
  const found = await stand(yard, project);
  return found.detail.includes('is being looked for') ? settled(yard, project) : found;
}

const buildsOf = async ({ farm }: Yard) => farm.catalogue.listBuilds({ limit: 100 });

async function publish({ farm }: Yard): Promise<void> {
  const [build] = await farm.catalogue.listBuilds({ limit: 1 });
  if (build === undefined) throw new Error('there is no build');
  const { project, version } = build.release;
  await farm.catalogue.publishFile(indexFileOf(build.id, { node: 'bookworm', name: project, version }));
}

it('has what an upstream has and the index lacks built once, however often it is asked for, and says where', async () => {
  await using yard = await openYard({ hold: '0' });
  await yard.upstream.release('demo', '1.0');
  await yard.upstream.release('demo', '1.1');
  await Promise.all([1, 2, 3].map(() => stand(yard, 'demo')));
  const { detail, retryAfterSeconds, builds } = await settled(yard, 'demo');
  expect(detail).toContain('demo is built on demand: ask again.');
  expect(retryAfterSeconds).toBeGreaterThan(0);
  expect(builds).toMatchObject([{ state: 'queued', page: '../../../../builds/1' }]);
  expect(await buildsOf(yard)).toMatchObject([
    {
      release: { project: 'demo', version: '1.1' },
      target: bookworm.name,
      priority: 80,
      requestedBy: 'on-demand:bookworm',
    },
  ]);
  expect(yard.upstream.looks('demo')).toHaveLength(2);
  expect(yard.farm.changes.count).toBe(1);
  const html = await yard.farm.ask('/index/bookworm/simple/demo/');
  expect(html.headers.get('retry-after')).not.toBeNull();
  expect(await html.text()).toContain('href="../../../../builds/1"');
  expect(await (await yard.farm.ask('/metrics')).text()).toMatch(
    /wheelyard_on_demand_requests_total\{index="bookworm",result="asked"\} [1-9]/,
  );
});

it('holds the page until the wheel is there, and others do not wait for it', async () => {
  await using yard = await openYard({ hold: '30s' });
  await yard.upstream.release('demo', '1.0');
  const held = page(yard, 'demo');
  await expect.poll(async () => (await buildsOf(yard)).length).toBe(1);
  expect((await yard.farm.ask('/index/bookworm/simple/')).status).toBe(200);
  expect(await (await yard.farm.ask('/metrics')).text()).toContain('wheelyard_on_demand_held_requests 1');
  await publish(yard);
  const reply = await held;
  expect(reply.status).toBe(200);
  expect(await reply.json()).toMatchObject({ versions: ['1.0'] });
  expect(await (await yard.farm.ask('/metrics')).text()).toContain('wheelyard_on_demand_held_requests 0');
}, 20_000);

it('holds no page longer than it is told, nor for a build that has ended without a wheel', async () => {
  await using yard = await openYard({ hold: '1s' });
  await yard.upstream.release('demo', '1.0');
  expect((await settled(yard, 'demo')).detail).toContain('ask again');
  const [build] = await buildsOf(yard);
  if (build === undefined) throw new Error('there is no build');
  const step = { from: 'queued', to: { name: 'cancelled', by: 'a test' }, at: 2 } as const;
  await yard.farm.catalogue.moveBuild(build.id, step);
  const { detail, retryAfterSeconds } = await stand(yard, 'demo');
  expect(detail).toBe(
    `demo is not in the index bookworm. Build 1 of demo 1.0 for ${bookworm.name} was cancelled by a test.`,
  );
  expect(retryAfterSeconds).toBeUndefined();
});

it('holds only so many requests; the others are answered at once', async () => {
  await using yard = await openYard({ hold: '60s' });
  await yard.upstream.release('demo', '1.0');
  const gone = new AbortController();
  const ask = (path: string) => yard.farm.ask(path, { signal: gone.signal });
  const asked = Array.from({ length: 40 }, () => ask('/index/bookworm/simple/demo/'));
  expect((await Promise.any(asked)).status).toBe(404);
  await expect
    .poll(async () => (await yard.farm.ask('/metrics')).text(), { timeout: 5_000 })
    .toContain('wheelyard_on_demand_held_requests 32');
  gone.abort();
  await Promise.allSettled(asked);
  await expect
    .poll(async () => (await yard.farm.ask('/metrics')).text(), { timeout: 5_000 })
    .toContain('wheelyard_on_demand_held_requests 0');
}, 20_000);

it('never asks an upstream for an internal name, one that is not allowed, one that is marked, or for another index', async () => {
  await using yard = await openYard({ hold: '0', allow: ['acme*', 'de*o', 'six'], deny: ['*-evil'] });
  for (const name of ['acme-core', 'acme-evil', 'lxml', 'dem', 'six'])
    await yard.upstream.release(name, '9.9');
  await yard.farm.catalogue.setProjectStatus(
    { node: 'oss', project: projectNamed('six') },
    { status: 'quarantined', reason: 'stolen' },
  );
  expect((await stand(yard, 'acme-core')).detail).toContain('internal name, which is never looked up');
  expect((await stand(yard, 'acme-evil')).detail).toContain('does not build acme-evil on demand');
  expect((await stand(yard, 'lxml')).detail).toContain('does not build lxml on demand');
  expect((await stand(yard, 'dem')).detail).toContain('does not build dem on demand');
  expect((await stand(yard, 'six')).detail).toContain('archived or quarantined');
  expect((await page(yard, 'demo', 'trixie')).status).toBe(404);
  expect(yard.upstream.asked).toEqual([]);
  expect(await buildsOf(yard)).toEqual([]);
});

it('asks an upstream once for a name that it lacks', async () => {
  await using yard = await openYard({ hold: '0' });
  for (let turn = 0; turn < 3; turn += 1) await settled(yard, 'absent');
  expect((await settled(yard, 'absent')).detail).toContain('No upstream index has absent.');
  expect(yard.upstream.looks('absent')).toEqual([404]);
});

it('asks an upstream for as many of a flood of names as one client may, and all together', async () => {
  await using yard = await openYard({ hold: '0', rate: '10/min', 'total-rate': '15/min' });
  const names = Array.from({ length: 100 }, (_, at) => `name-${at}`);
  const replies = await Promise.all(names.map((name) => stand(yard, name)));
  const refused = replies.filter(({ detail }) => detail.includes('You have asked for too many projects'));
  expect(refused.map(({ retryAfterSeconds }) => retryAfterSeconds)).toEqual(Array(90).fill(6));
  const other = { ...json, authorization: `Bearer ${yard.farm.tokens.build}` };
  const asTeam = async (name: string) => {
    const reply = await yard.farm.ask(`/index/bookworm/simple/${name}/`, { headers: other });
    return Problem.parse(await reply.json()).detail;
  };
  const others = await Promise.all(names.map((_, at) => asTeam(`other-${at}`)));
  expect(others.filter((detail) => detail.includes('Too many projects that are not here'))).toHaveLength(95);
  await expect.poll(() => yard.upstream.asked.length, { timeout: 10_000 }).toBe(15);
  yard.farm.time.now += 60_000;
  expect((await settled(yard, 'later')).detail).toContain('No upstream index has later.');
}, 20_000);

it('takes no more than its share of the queue', async () => {
  await using yard = await openYard({ hold: '0', 'most-builds': '2' });
  const names = ['one', 'two', 'three', 'four'];
  for (const name of names) await yard.upstream.release(name, '1.0');
  await Promise.all(names.map((name) => settled(yard, name)));
  expect(await buildsOf(yard)).toHaveLength(2);
  const all = await Promise.all(names.map((name) => settled(yard, name)));
  expect(all.filter(({ detail }) => detail.includes('As many projects as may be built'))).toHaveLength(2);
});

it('says what is wrong while an upstream is down, and builds when it is back', async () => {
  await using yard = await openYard({ hold: '5s' });
  await yard.upstream.release('demo', '1.0');
  yard.upstream.behave = () => 'reset';
  const { detail, retryAfterSeconds } = await settled(yard, 'demo');
  expect(detail).toMatch(/demo can't be looked for upstream just now: .*can't be reached/);
  expect(retryAfterSeconds).toBe(15);
  yard.upstream.behave = () => 'silent';
  yard.farm.time.now += 15_000;
  expect((await settled(yard, 'demo')).detail).toContain("can't be looked for upstream just now");
  yard.upstream.behave = () => 'well';
  yard.farm.time.now += 15_000;
  const held = page(yard, 'demo');
  await expect.poll(async () => (await buildsOf(yard)).length).toBe(1);
  await publish(yard);
  expect((await held).status).toBe(200);
}, 20_000);

it('says why a release upstream can not be taken', async () => {
  await using yard = await openYard({ hold: '5s' });
  (await yard.upstream.release('demo', '1.0')).hash = '0'.repeat(64);
  const { detail, retryAfterSeconds } = await settled(yard, 'demo');
  expect(detail).toContain("demo 1.0 can't be taken:");
  expect(detail).toContain('sha256');
  expect(retryAfterSeconds).toBeUndefined();
});
