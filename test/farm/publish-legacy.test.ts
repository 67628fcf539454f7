import { expect, test } from 'vitest';
import type { PublisherEvent } from '../../src/farm/publisher-loop.ts';
import { bookworm, sdistOf, trixie } from '../contracts/catalogue-samples.ts';
import { openPypiServer } from '../doubles/pypi-server.ts';
import { hashOf } from '../doubles/remote-server.ts';
import { openPublishingFarm } from './open-publishing-farm.ts';

const fileFor = (url: string, more = ''): string => `# An index of a test.
publishers:
  pypi:
    kind: legacy
    url: ${url}
    user: wheelyard
    password: { environment: PYPI_PASSWORD }
    parallel: 2
    indexes: { ${bookworm}: "", ${trixie}: ""${more} }
`;

const about =
  (filename: string, event: PublisherEvent['event']) =>
  (one: PublisherEvent): boolean =>
    one.event === event && 'filename' in one && one.filename === filename;

const open = async (more?: string) => {
  await using opened = new AsyncDisposableStack();
  const server = opened.use(await openPypiServer());
  const farm = opened.use(await openPublishingFarm(fileFor(server.url, more)));
  const all = opened.move();
  return { server, farm, [Symbol.asyncDispose]: () => all.disposeAsync() };
};

const posts = (server: { readonly asked: readonly { readonly method: string }[] }): number =>
  server.asked.filter(({ method }) => method === 'POST').length;

test('a wheel arrives as it is, described as twine describes it', async () => {
  await using house = await open();
  const filename = await house.farm.publish('lxml');
  await house.farm.seen(about(filename, 'file-sent'));
  expect(house.server.files.get(filename)?.toString()).toBe('wheel of lxml');
  const content = house.server.files.get(filename) ?? Buffer.of();
  expect(Object.fromEntries(house.server.forms[0] ?? [])).toEqual({
    ':action': ['file_upload'],
    protocol_version: ['1'],
    metadata_version: ['2.1'],
    name: ['lxml'],
    version: ['1.0'],
    filetype: ['bdist_wheel'],
    pyversion: ['cp311'],
    sha256_digest: [hashOf(content)],
    summary: ['An example'],
    classifiers: ['A :: B', 'C :: D'],
    requires_dist: ['numpy>=1'],
    description: ['Its description.\n'],
  });
  expect(house.server.asked.every(({ headers }) => !/twine/i.test(headers['user-agent'] ?? ''))).toBe(true);
});

test('the sdist goes along where it is wanted, once for all of its wheels', async () => {
  await using house = await open(', sdists: ""');
  const sdist = sdistOf('lxml');
  await house.farm.publish('lxml');
  await house.farm.publish('lxml', { node: trixie });
  // Its blob is not there: what the farm has lost is said, and holds nothing up.
  const refused = await house.farm.seen(about(sdist.filename, 'file-refused'));
  expect(refused).toMatchObject({ words: 'the farm itself has lost this file' });
  const nodes = (await house.farm.entries()).map(({ node }) => node);
  expect(nodes.toSorted()).toEqual([bookworm, trixie, 'sdists']);
});

test('what an index has already counts as sent when it is equal, and else is refused with both hashes', async () => {
  await using house = await open();
  house.server.files.set('same-1.0-cp311-cp311-linux_x86_64.whl', Buffer.from('wheel of same'));
  house.server.files.set('other-1.0-cp311-cp311-linux_x86_64.whl', Buffer.from('strange'));
  const [same, other] = [await house.farm.publish('same'), await house.farm.publish('other')];
  await house.farm.seen(about(same, 'file-sent'));
  const refused = await house.farm.seen(about(other, 'file-refused'));
  const [theirs, ours] = ['strange', 'wheel of other'].map((text) => hashOf(Buffer.from(text)));
  expect(refused).toMatchObject({
    words:
      `409: Conflict: Error: 409 Package '${other}' already exists!; ` +
      `the index has another file under this name: its sha256 there is ${theirs}, the farm's is ${ours}`,
  });
});

test.each(['sha256', 'none'] as const)(
  'a file that was cut off on its way is found out, where pages name %s hashes',
  async (hashes) => {
    await using house = await open();
    house.server.hashes = hashes;
    house.server.behave = ({ method }) => (method === 'POST' ? 'truncate' : 'well');
    const filename = await house.farm.publish('lxml');
    const refused = await house.farm.seen(about(filename, 'file-refused'));
    expect(refused).toMatchObject({ words: expect.stringContaining(hashOf(Buffer.from('wheel '))) });
    expect(refused).toMatchObject({ words: expect.stringContaining(hashOf(Buffer.from('wheel of lxml'))) });
  },
);

test('an index that is dead for an hour loses nothing, is left in peace, and gets each file once, oldest first', async () => {
  await using house = await open();
  house.server.behave = () => 'reset';
  const filenames: string[] = [];
  for (let number = 10; number < 30; number += 1) filenames.push(await house.farm.publish(`demo${number}`));
  for (let minute = 0; minute < 60; minute += 1) {
    const troubles = house.farm.events.length;
    house.farm.time.now += 60_000;
    house.farm.publishing.wake();
    await house.farm.seen(() => house.farm.events.length > troubles);
  }
  expect(house.server.asked.length).toBeLessThan(200);
  expect((await house.farm.entries()).every(({ state }) => state.name === 'pending')).toBe(true);
  house.server.behave = () => 'well';
  house.farm.time.now += 120_000;
  house.farm.publishing.wake();
  await Promise.all(filenames.map((filename) => house.farm.seen(about(filename, 'file-sent'))));
  expect(house.server.forms.map((fields) => fields.get('name')?.[0])).toHaveLength(20);
  expect([...house.server.files.keys()].toSorted()).toEqual(filenames);
  const firsts = house.server.forms.slice(4).map((fields) => fields.get('name')?.[0] ?? '');
  // Two are on their way at a time, and may pass each other.
  expect(firsts.map((name, place) => Math.abs(firsts.toSorted().indexOf(name) - place) <= 1)).not.toContain(
    false,
  );
});

test('a file that came through unseen is not sent again after a restart', async () => {
  await using house = await open();
  house.server.behave = ({ method }) => (method === 'POST' ? 'reset-after' : 'well');
  const filename = await house.farm.publish('lxml');
  await house.farm.seen(about(filename, 'publisher-trouble'));
  house.server.behave = () => 'well';
  await house.farm.restart();
  house.farm.time.now += 60_000;
  house.farm.publishing.wake();
  await house.farm.seen(about(filename, 'file-sent'));
  expect(posts(house.server)).toBe(1);
});

test('what an index refuses is kept with its words, holds nothing up, and can be sent again', async () => {
  await using house = await open();
  house.server.behave = ({ body }) =>
    body.includes('bad-1.0') ? { status: 403, body: 'no\u001b[31m rights\n for this' } : 'well';
  const bad = await house.farm.publish('bad');
  const good = await house.farm.publish('good');
  await house.farm.seen(about(good, 'file-sent'));
  expect(await house.farm.seen(about(bad, 'file-refused'))).toMatchObject({
    words: '403: Forbidden: no [31m rights for this',
  });
  house.server.behave = () => 'well';
  expect(await house.farm.publishing.retry(house.farm.publisher.name)).toBe(1);
  await house.farm.seen(about(bad, 'file-sent'));
});

test('an index that asks to wait is left alone for as long', async () => {
  await using house = await open();
  house.server.behave = () => ({ status: 429, headers: { 'retry-after': '600' } });
  const filename = await house.farm.publish('lxml');
  await house.farm.seen(about(filename, 'publisher-trouble'));
  const health = (await house.farm.publishing.show('pypi'))?.health;
  expect(health).toMatchObject({
    problem: '429: Too Many Requests',
    closedUntil: house.farm.time.now + 600_000,
  });
  house.farm.time.now += 599_000;
  house.server.behave = () => 'well';
  await house.farm.publish('other');
  expect(posts(house.server)).toBe(1);
  house.farm.time.now += 1_000;
  house.farm.publishing.wake();
  await house.farm.seen(about(filename, 'file-sent'));
});

test("credentials that are wrong are the publisher's trouble and no fault of its files", async () => {
  await using house = await open();
  house.server.behave = ({ method }) => (method === 'POST' ? { status: 401, body: 'who are you?' } : 'well');
  const filename = await house.farm.publish('lxml');
  await house.farm.seen(about(filename, 'publisher-trouble'));
  const state = await house.farm.publishing.show('pypi');
  expect(state?.health.problem).toBe('401: Unauthorized: who are you?');
  expect(state?.counts).toMatchObject({ pending: 1, refused: 0 });
});

test('a redirect of an upload is not followed', async () => {
  await using house = await open();
  house.server.behave = ({ method }) => (method === 'POST' ? 'redirect-elsewhere' : 'well');
  const filename = await house.farm.publish('lxml');
  expect(await house.farm.seen(about(filename, 'file-refused'))).toMatchObject({
    words: '302: Found; it leads to file:///etc/passwd, which is not followed',
  });
});

test('pages that lead elsewhere get no credentials there, and what is there does not count', async () => {
  await using elsewhere = await openPypiServer();
  await using house = await open();
  elsewhere.files.set('lxml-1.0-cp311-cp311-linux_x86_64.whl', Buffer.from('wheel of lxml'));
  house.server.behave = ({ method }) =>
    method === 'GET' ? { status: 302, headers: { location: `${elsewhere.url}simple/lxml/` } } : 'well';
  const filename = await house.farm.publish('lxml');
  expect(await house.farm.seen(about(filename, 'publisher-trouble'))).toMatchObject({
    problem: 'the index took the file, but does not list it',
  });
  expect(elsewhere.asked).toEqual([]);
});

test.each(['silent', 'endless', 'endless-refusal', 'reset'] as const)(
  'an index that is %s is trouble that passes, and what it sends fills no memory',
  async (behaviour) => {
    await using house = await open();
    house.server.behave = () => behaviour;
    const filename = await house.farm.publish('lxml');
    await house.farm.seen(about(filename, 'publisher-trouble'));
    house.server.behave = () => 'well';
    house.farm.time.now += 600_000;
    house.farm.publishing.wake();
    await house.farm.seen(about(filename, 'file-sent'));
    expect(process.memoryUsage().arrayBuffers).toBeLessThan(200 * 1024 ** 2);
  },
);

test('a comparison sends what is missing, refuses what differs, and forgives what was put right', async () => {
  await using house = await open();
  const names = await Promise.all(['gone', 'changed', 'kept'].map((name) => house.farm.publish(name)));
  await Promise.all(names.map((name) => house.farm.seen(about(name, 'file-sent'))));
  const [gone = '', changed = ''] = names;
  house.server.files.delete(gone);
  house.server.files.set(changed, Buffer.from('changed'));
  const compare = async () => {
    house.farm.publishing.resync(house.farm.publisher.name);
    return expect
      .poll(async () => (await house.farm.publishing.show('pypi'))?.resync, { timeout: 5_000 })
      .toMatchObject({ name: 'done' });
  };
  await compare();
  expect((await house.farm.publishing.show('pypi'))?.resync?.counts).toEqual({
    files: 3,
    same: 1,
    missing: 1,
    different: 1,
  });
  await expect.poll(() => house.server.files.has(gone)).toBe(true);
  expect((await house.farm.publishing.show('pypi'))?.counts.refused).toBe(1);
  house.server.files.set(changed, Buffer.from('wheel of changed'));
  await expect.poll(async () => (await house.farm.publishing.show('pypi'))?.counts.pending).toBe(0);
  await compare();
  expect((await house.farm.publishing.show('pypi'))?.counts.refused).toBe(0);
});
