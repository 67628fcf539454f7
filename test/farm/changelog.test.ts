import { expect, test } from 'vitest';
import { watchListBody, watchListOf } from '../../src/domain/watch-list-schema.ts';
import type { FeedState, UpstreamFeed } from '../../src/farm/upstream-feed.ts';
import { openPypiChangelog } from '../../src/python/pypi-changelog.ts';
import {
  openChangelogServer,
  renderAnswer,
  renderFault,
  type ChangelogServer,
} from '../doubles/changelog-server.ts';
import type { Behaviour } from '../doubles/remote-server.ts';
import { projectNamed } from '../contracts/catalogue-samples.ts';
import { bookworm } from '../http/farm-under-test.ts';
import { openWatchingFarm, waitFor, type WatchingFarm } from './open-watching-farm.ts';

const lists = { list: { projects: { demo: 'latest', acme: 'latest' }, targets: [bookworm.name] } };

const feedOf = ({ rpc }: ChangelogServer): { readonly feed: UpstreamFeed } => ({
  feed: {
    kind: 'changelog',
    url: rpc,
    everySeconds: 60,
    changelog: openPypiChangelog({ url: rpc, timeoutMilliseconds: 2_000 }),
  },
});
const stateOf = (farm: WatchingFarm): FeedState => {
  const feed = farm.watching.upstreams()[0]?.feed ?? null;
  if (feed === null) throw new Error('nothing is followed');
  return feed;
};
const kept = (farm: WatchingFarm, { rpc }: ChangelogServer) =>
  farm.catalogue.findChangelogSerial({ upstream: 'pypi', url: rpc });

/** Moves the clock and waits until the changelog was asked again. */
async function askAgain(farm: WatchingFarm, after = 70_000): Promise<void> {
  farm.time.now += after;
  await farm.watching.putList(watchListOf('wake', watchListBody.parse({ projects: {} })));
  await waitFor(() => stateOf(farm).askedAt === farm.time.now);
}

/** Moves the clock and waits for a look at a page, which is after the changelog's turn. */
async function letPass(farm: WatchingFarm, after: number): Promise<void> {
  farm.time.now += after;
  await farm.watching.putList(watchListOf('wake', watchListBody.parse({ projects: {} })));
  await farm.watching.notify('pypi', projectNamed('demo'));
  await waitFor(
    () => farm.watching.upstreams()[0]?.projects.some(({ lookedAt }) => lookedAt === farm.time.now) === true,
  );
}

test('a new release that the changelog tells is built at once, and only watched pages are looked at', async () => {
  await using changelog = await openChangelogServer();
  changelog.happened.push('demo', 'demo', 'old');
  await using farm = await openWatchingFarm(lists, feedOf(changelog));
  await farm.lookAgain('demo');
  await waitFor(() => stateOf(farm).serial === 1_003);
  await farm.server.release('demo', '1.0');
  changelog.happened.push('other', 'Demo', 'acme', 'DEMO');
  const looks = farm.server.asked.length;
  await askAgain(farm);
  await waitFor(async () => (await farm.builds()).length > 0);
  expect(await farm.builds()).toEqual([`demo 1.0 ${bookworm.name}`]);
  expect(await kept(farm, changelog)).toBe(1_007);
  const pages = farm.server.asked.slice(looks).map(({ path }) => path);
  expect(new Set(pages.filter((path) => path.startsWith('/simple/')))).toEqual(new Set(['/simple/demo/']));
});

test('the first time nothing that happened before is read, and a restart reads on where it stopped', async () => {
  await using changelog = await openChangelogServer();
  changelog.happened.push('demo', 'demo');
  await using farm = await openWatchingFarm(lists, feedOf(changelog));
  await waitFor(() => stateOf(farm).serial === 1_002);
  expect(changelog.asked.map(({ body }) => body.toString().includes('since'))).toEqual([false]);
  changelog.happened.push('demo');
  await farm.restart();
  await waitFor(() => stateOf(farm).serial === 1_003);
  expect(changelog.asked.at(-1)?.body.toString()).toContain('<int>1002</int>');
});

test('it is asked no sooner than the interval, and a second later while there is more than fits an answer', async () => {
  await using changelog = await openChangelogServer();
  await using farm = await openWatchingFarm(lists, feedOf(changelog));
  await waitFor(() => stateOf(farm).serial === 1_000);
  changelog.happened.push(...Array.from({ length: 50_002 }, () => 'other'));
  await letPass(farm, 59_000);
  expect(changelog.asked).toHaveLength(1);
  await askAgain(farm);
  expect(stateOf(farm).serial).toBe(51_000);
  await askAgain(farm, 1_000);
  expect(stateOf(farm)).toMatchObject({ serial: 51_002, problem: null });
  await letPass(farm, 1_000);
  expect(changelog.asked).toHaveLength(3);
});

test('an event that is told again after a crash makes one build', async () => {
  await using changelog = await openChangelogServer();
  await using farm = await openWatchingFarm(lists, feedOf(changelog));
  await waitFor(() => stateOf(farm).serial === 1_000);
  await farm.server.release('demo', '1.0');
  changelog.happened.push('demo');
  for (let crash = 0; crash < 2; crash += 1) {
    await askAgain(farm);
    await waitFor(async () => (await farm.builds()).length > 0);
    await farm.catalogue.keepChangelogSerial({ upstream: 'pypi', url: changelog.rpc, serial: 1_000 });
    await farm.restart();
    await waitFor(() => stateOf(farm).serial === 1_001);
  }
  await farm.lookAgain('demo');
  expect(await farm.builds()).toEqual([`demo 1.0 ${bookworm.name}`]);
});

const going =
  '<value><string>demo</string></value><value><nil/></value><value><int>1</int></value><value>x</value>';
const backwards = `<array><data><value><array><data>${going}<value><int>3</int></value></data></array></value></data></array>`;
const misbehaviours: readonly (readonly [title: string, behaviour: Behaviour, words: RegExp])[] = [
  ['refuses', { status: 200, body: renderFault('too many requests') }, /is refused: too many requests/],
  ['sends what is no XML', { status: 200, body: 'hello' }, /is no XML-RPC answer/],
  ['counts backwards', { status: 200, body: renderAnswer(backwards) }, /answers with serial 3 when/],
  ['fails', { status: 503 }, /answered 503/],
  ['resets connections', 'reset', /can't be reached/],
];

test.each(misbehaviours)(
  'a changelog that %s is shown, leaves the serial where it was, and is read on when it is well',
  async (_title, behaviour, words) => {
    await using changelog = await openChangelogServer();
    await using farm = await openWatchingFarm(lists, feedOf(changelog));
    await waitFor(() => stateOf(farm).serial === 1_000);
    changelog.happened.push('demo');
    await farm.server.release('demo', '1.0');
    changelog.behave = () => behaviour;
    await askAgain(farm);
    expect(stateOf(farm)).toMatchObject({
      serial: 1_000,
      problem: expect.stringMatching(words),
      faults: 1,
    });
    expect(await kept(farm, changelog)).toBe(1_000);
    changelog.behave = () => 'well';
    await askAgain(farm, 3_600_000);
    expect(stateOf(farm)).toMatchObject({ serial: 1_001, problem: null, faults: 0 });
    await waitFor(async () => (await farm.builds()).length === 1);
  },
);
