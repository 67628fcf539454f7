import { expect, test } from 'vitest';
import { watchListBody, watchListOf } from '../../src/domain/watch-list-schema.ts';
import { projectNamed } from '../contracts/catalogue-samples.ts';
import type { Behaviour } from '../doubles/remote-server.ts';
import { bookworm, trixie } from '../http/farm-under-test.ts';
import { openWatchingFarm, waitFor, type WatchingFarm } from './open-watching-farm.ts';

const demo = { list: { projects: { demo: 'latest' } } };
const stateOf = (farm: WatchingFarm, project: string) =>
  farm.watching.upstreams()[0]?.projects.find((one) => one.project === project);
const yankedIn = async ({ catalogue }: WatchingFarm) =>
  (await catalogue.listFiles({ nodes: [bookworm.name], project: projectNamed('demo') })).map(
    ({ version, yanked }) => [version, yanked],
  );

test('what an upstream shows is built for every target once, and a page that stays the same costs a 304', async () => {
  await using farm = await openWatchingFarm(demo);
  await farm.server.release('demo', '1.0');
  await farm.lookAgain('demo');
  await waitFor(async () => (await farm.builds()).length === 2);
  for (let turn = 0; turn < 3; turn += 1) await farm.lookAgain('demo');
  expect(farm.server.looks('demo').slice(-3)).toEqual([304, 304, 304]);
  await farm.server.release('demo', '1.1');
  await farm.lookAgain('demo');
  await farm.lookAgain('demo');
  expect(await farm.builds()).toEqual([
    `demo 1.0 ${bookworm.name}`,
    `demo 1.0 ${trixie.name}`,
    `demo 1.1 ${bookworm.name}`,
    `demo 1.1 ${trixie.name}`,
  ]);
  expect(stateOf(farm, 'demo')).toMatchObject({ serial: 7, problem: null });
});

test('a restart goes on where it stopped', async () => {
  await using farm = await openWatchingFarm(demo);
  await farm.server.release('demo', '1.0');
  await farm.lookAgain('demo');
  await farm.restart();
  await farm.lookAgain('demo');
  expect(farm.server.looks('demo').at(-1)).toBe(304);
  expect(await farm.builds()).toHaveLength(2);
});

test('an event is seen to at once, and one that comes thrice makes one build', async () => {
  await using farm = await openWatchingFarm({
    list: { projects: { demo: 'latest' }, targets: [bookworm.name] },
  });
  await farm.lookAgain('demo');
  await farm.server.release('demo', '2.0');
  const notified = await Promise.all([1, 2, 3].map(() => farm.watching.notify('pypi', projectNamed('demo'))));
  expect(notified).toEqual(['looking', 'looking', 'looking']);
  await waitFor(async () => (await farm.builds()).length > 0);
  await farm.lookAgain('demo');
  expect(await farm.builds()).toEqual([`demo 2.0 ${bookworm.name}`]);
  expect(await farm.watching.notify('pypi', projectNamed('other'))).toBe('not-watched');
  expect(await farm.watching.notify('elsewhere', projectNamed('demo'))).toBe('no-such-upstream');
});

test('a page that shows what an event told some moments late is looked at again soon', async () => {
  await using farm = await openWatchingFarm(demo);
  await farm.server.release('demo', '1.0');
  await farm.lookAgain('demo');
  await farm.watching.notify('pypi', projectNamed('demo'));
  await waitFor(() => stateOf(farm, 'demo')?.dueAt === farm.time.now + 1_000);
  await farm.server.release('demo', '1.1');
  await farm.lookAgain('demo', 1_000);
  expect(await farm.builds()).toHaveLength(4);
});

test('the time from the event to the index is measured from the moment of the event', async () => {
  await using farm = await openWatchingFarm(demo);
  await farm.lookAgain('demo');
  await farm.server.release('demo', '1.0');
  await farm.watching.notify('pypi', projectNamed('demo'));
  await waitFor(async () => (await farm.builds()).length === 2);
  farm.time.now += 4_000;
  await farm.index('demo', '1.0');
  await waitFor(() => farm.times.length > 0);
  expect(farm.times).toEqual([4_000]);
});

test('a yanked release is served as yanked until it stands again; one that is gone is, too, and builds no more', async () => {
  await using farm = await openWatchingFarm({ list: { projects: { demo: 'latest-2' } } });
  const one = await farm.server.release('demo', '1.0');
  await farm.server.release('demo', '1.1');
  await farm.lookAgain('demo');
  await farm.index('demo', '1.0');
  await farm.index('demo', '1.1');
  one.yanked = true;
  await farm.lookAgain('demo');
  expect(await yankedIn(farm)).toEqual([
    ['1.0', 'yanked at pypi'],
    ['1.1', null],
  ]);
  one.yanked = false;
  await farm.lookAgain('demo');
  expect(await yankedIn(farm)).toEqual([
    ['1.0', null],
    ['1.1', null],
  ]);
  farm.server.projects.set('demo', farm.server.projects.get('demo')?.slice(1) ?? []);
  await farm.lookAgain('demo');
  expect((await yankedIn(farm))[0]).toEqual(['1.0', 'removed at pypi']);
  const files = farm.server.projects.get('demo') ?? [];
  farm.server.projects.set('demo', []);
  await farm.lookAgain('demo');
  farm.server.projects.delete('demo');
  await farm.lookAgain('demo');
  expect((await yankedIn(farm))[1]).toEqual(['1.1', null]);
  expect(stateOf(farm, 'demo')?.problem).toBe('the upstream does not have this project');
  farm.server.projects.set('demo', files);
  await farm.lookAgain('demo');
  expect(await farm.builds()).toHaveLength(4);
});

test('what a person has yanked stays yanked', async () => {
  await using farm = await openWatchingFarm(demo);
  const one = await farm.server.release('demo', '1.0');
  await farm.lookAgain('demo');
  await farm.index('demo', '1.0');
  const [file] = await farm.catalogue.listFiles({ nodes: [bookworm.name], project: projectNamed('demo') });
  await farm.catalogue.yankFile({ node: bookworm.name, filename: file?.filename ?? '' }, 'breaks payroll');
  for (const yanked of [true, false]) {
    one.yanked = yanked;
    await farm.lookAgain('demo');
  }
  expect(await yankedIn(farm)).toEqual([['1.0', 'breaks payroll']]);
});

test('no upstream is ever asked for an internal name', async () => {
  await using farm = await openWatchingFarm({ list: { projects: { Acme: 'latest', demo: 'latest' } } });
  await farm.server.release('acme', '99.0');
  await farm.lookAgain('demo');
  expect(await farm.watching.notify('pypi', projectNamed('acme'))).toBe('internal');
  await farm.lookAgain('demo');
  expect(farm.server.asked.filter(({ path }) => path.includes('acme'))).toEqual([]);
});

const misbehaviours: readonly (readonly [title: string, behave: () => Behaviour, words: RegExp])[] = [
  ['resets connections', () => 'reset', /can't be reached/],
  ['is silent', () => 'silent', /can't be reached|no answer for 300 ms/],
  ['never ends a page', () => 'endless', /is larger than 200000 bytes/],
  ['redirects to a file', () => 'redirect-elsewhere', /can't be reached/],
  ['fails', () => ({ status: 500 }), /answered 500/],
  [
    'sends what is no page',
    () => ({ status: 200, headers: { 'content-type': 'application/json' }, body: '[[[[' }),
    /is not JSON/,
  ],
  [
    'sends a million links',
    () => ({
      status: 200,
      headers: { 'content-type': 'text/html' },
      body: '<a href="x">x</a>'.repeat(1_000_000),
    }),
    /is larger than 200000 bytes/,
  ],
];

test.each(misbehaviours)(
  'an upstream that %s is shown as troubled, loses nothing, and is asked again',
  async (_title, behave, words) => {
    await using farm = await openWatchingFarm(demo);
    await farm.server.release('demo', '1.0');
    await farm.lookAgain('demo');
    await farm.server.release('demo', '1.1');
    farm.server.behave = behave;
    await farm.lookAgain('demo');
    expect(stateOf(farm, 'demo')).toMatchObject({ problem: expect.stringMatching(words), faults: 1 });
    expect(await farm.builds()).toHaveLength(2);
    farm.server.behave = () => 'well';
    await farm.lookAgain('demo');
    expect(stateOf(farm, 'demo')).toMatchObject({ problem: null, faults: 0 });
    expect(await farm.builds()).toHaveLength(4);
  },
);

test('a page that redirects to another host is not followed into builds', async () => {
  await using farm = await openWatchingFarm(demo);
  await using other = await openWatchingFarm({});
  await other.server.release('demo', '6.6.6');
  const location = `${other.server.url}simple/demo/`;
  farm.server.behave = () => ({ status: 302, headers: { location } });
  await farm.lookAgain('demo');
  expect(stateOf(farm, 'demo')?.problem).toBe('the page of demo redirects to another host');
  expect(await farm.builds()).toEqual([]);
});

test('a file that is not what its page promises is refused and named, and fetched once', async () => {
  await using farm = await openWatchingFarm(demo);
  const one = await farm.server.release('demo', '1.0');
  one.hash = '0'.repeat(64);
  await farm.lookAgain('demo');
  const releases = await farm.catalogue.listWatchedReleases({
    upstream: 'pypi',
    project: projectNamed('demo'),
  });
  expect(releases).toMatchObject([
    { state: 'refused', words: expect.stringContaining('the index promises sha256 0000') },
  ]);
  await farm.server.release('other', '1.0');
  await farm.lookAgain('demo');
  expect(farm.server.asked.filter(({ path }) => path.startsWith('/files/'))).toHaveLength(1);
  expect(await farm.builds()).toEqual([]);
});

test('strange names and versions, and two files of one name, make nothing strange', async () => {
  await using farm = await openWatchingFarm(demo);
  const good = await farm.server.release('demo', '1.0');
  const strange = [
    '../../etc/passwd',
    '..',
    'demo-../1.0.tar.gz',
    'demo-not!a!version.tar.gz',
    'demo-1.0.tar.gz',
  ];
  farm.server.projects.set('demo', [good, ...strange.map((filename) => ({ ...good, filename }))]);
  await farm.lookAgain('demo');
  expect(await farm.builds()).toEqual([`demo 1.0 ${bookworm.name}`, `demo 1.0 ${trixie.name}`]);
});

test('a list that comes through the API is seen to at once, and outlives a restart', async () => {
  await using farm = await openWatchingFarm({});
  await farm.server.release('demo', '1.0');
  const list = watchListOf(
    'team',
    watchListBody.parse({ projects: { demo: '==1.0' }, targets: [trixie.name] }),
  );
  await farm.watching.putList(list);
  await waitFor(async () => (await farm.builds()).length === 1);
  await farm.restart();
  expect(farm.watching.lists()).toEqual([{ list, source: 'api' }]);
  expect(await farm.watching.removeList('team')).toBe(true);
  expect(farm.watching.upstreams()[0]?.projects).toEqual([]);
});
