import { expect, test } from 'vitest';
import { bookworm } from '../contracts/catalogue-samples.ts';
import { openDevpiServer } from '../doubles/devpi-server.ts';
import { openPublishingFarm } from './open-publishing-farm.ts';

const fileFor = (url: string, existing = 'keep'): string => `# A devpi of a test.
publishers:
  devpi:
    kind: devpi
    url: ${url}
    user: wheelyard
    password: { environment: DEVPI_PASSWORD }
    parallel: 3
    existing: ${existing}
    indexes: { ${bookworm}: wheelyard/${bookworm}, pure: wheelyard/pure }
    create:
      wheelyard/${bookworm}: { bases: [wheelyard/pure] }
      wheelyard/pure: { bases: [root/pypi], acl-upload: [wheelyard, team] }
`;

const open = async (existing?: string) => {
  await using opened = new AsyncDisposableStack();
  const server = opened.use(await openDevpiServer());
  const farm = opened.use(await openPublishingFarm(fileFor(server.url, existing)));
  const all = opened.move();
  return { server, farm, [Symbol.asyncDispose]: () => all.disposeAsync() };
};

type House = Awaited<ReturnType<typeof open>>;

const sent = ({ farm }: House, filename: string) =>
  farm.seen((event) => event.event === 'file-sent' && event.filename === filename);
const troubled = ({ farm }: House) => farm.seen((event) => event.event === 'publisher-trouble');
const logins = ({ server }: House): number => server.asked.filter(({ path }) => path === '/+login').length;
const later = ({ farm }: House): void => {
  farm.time.now += 60_000;
  farm.publishing.wake();
};

test('the tree is made, bases first, and ten wheels go under one login', async () => {
  await using house = await open();
  const names = Array.from({ length: 10 }, (_, number) => `demo${number}`);
  const filenames = await Promise.all(names.map((name) => house.farm.publish(name)));
  await Promise.all(filenames.map((filename) => sent(house, filename)));
  expect(Object.fromEntries(house.server.stages)).toEqual({
    'wheelyard/pure': {
      type: 'stage',
      bases: ['root/pypi'],
      volatile: false,
      acl_upload: ['wheelyard', 'team'],
    },
    [`wheelyard/${bookworm}`]: {
      type: 'stage',
      bases: ['wheelyard/pure'],
      volatile: false,
      acl_upload: ['wheelyard'],
    },
  });
  expect(logins(house)).toBe(1);
  expect([...house.server.files.keys()].toSorted()).toEqual(
    filenames.map((filename) => `wheelyard/${bookworm}/${filename}`).toSorted(),
  );
  expect(house.server.asked.some(({ headers }) => headers.authorization !== undefined)).toBe(false);
});

test('a token is renewed before it ends, and when the server has forgotten it', async () => {
  await using house = await open();
  await sent(house, await house.farm.publish('one'));
  house.farm.time.now += 36_000_000 * 0.95;
  await sent(house, await house.farm.publish('two'));
  expect(logins(house)).toBe(2);
  house.server.tokens.clear();
  const three = await house.farm.publish('three');
  await troubled(house);
  later(house);
  await sent(house, three);
  expect((await house.farm.publishing.show('devpi'))?.counts).toMatchObject({ pending: 0, refused: 0 });
});

test('a file of the same name in a base does not count as sent', async () => {
  await using house = await open();
  const filename = 'demo-1.0-cp311-cp311-linux_x86_64.whl';
  house.server.files.set(`wheelyard/pure/${filename}`, Buffer.from('of the base'));
  await sent(house, await house.farm.publish('demo'));
  expect(house.server.files.get(`wheelyard/${bookworm}/${filename}`)?.toString()).toBe('wheel of demo');
});

test('an index that is there and differs is left as it is, and the difference is told', async () => {
  await using house = await open();
  const standing = { type: 'stage', bases: [], volatile: true, acl_upload: ['team', 'wheelyard'] };
  house.server.stages.set('wheelyard/pure', standing);
  await sent(house, await house.farm.publish('demo'));
  expect((await house.farm.publishing.show('devpi'))?.health.differences).toEqual([
    'the index wheelyard/pure has bases [], wished is ["root/pypi"]',
    'the index wheelyard/pure has volatile true, wished is false',
  ]);
  expect(house.server.stages.get('wheelyard/pure')).toBe(standing);
});

test('an index that differs is changed where the file says so', async () => {
  await using house = await open('change');
  house.server.stages.set('wheelyard/pure', { type: 'stage', bases: [], volatile: false, acl_upload: ['x'] });
  await sent(house, await house.farm.publish('demo'));
  expect(house.server.stages.get('wheelyard/pure')).toMatchObject({
    bases: ['root/pypi'],
    acl_upload: ['wheelyard', 'team'],
  });
});

test.each([
  [
    'who may not upload is told so',
    { status: 403, body: 'no permission to submit' },
    '403: Forbidden: no permission to submit',
  ],
  [
    'a stage that is gone is named',
    { status: 404, body: 'The stage x could not be found.' },
    '404: Not Found: The stage x could not be found.',
  ],
  [
    'a form that is not understood is told',
    { status: 400, body: 'content file field not found' },
    '400: Bad Request: content file field not found',
  ],
] as const)('%s, and the rest goes on', async (_title, behaviour, words) => {
  await using house = await open();
  house.server.behave = ({ body }) => (body.includes('bad-1.0') ? behaviour : 'well');
  await house.farm.publish('bad');
  await sent(house, await house.farm.publish('good'));
  expect(await house.farm.seen(({ event }) => event === 'file-refused')).toMatchObject({ words });
});

test('other content under a name that stands is refused with both hashes', async () => {
  await using house = await open();
  house.server.files.set(`wheelyard/${bookworm}/demo-1.0-cp311-cp311-linux_x86_64.whl`, Buffer.from('x'));
  await house.farm.publish('demo');
  expect(await house.farm.seen(({ event }) => event === 'file-refused')).toMatchObject({
    words: expect.stringMatching(
      /^409: demo-1\.0-cp311-cp311-linux_x86_64\.whl already exists in non-volatile index; the index has another file.*2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881/,
    ),
  });
});

test('a wrong password is told in the words of the server, and costs no file', async () => {
  await using house = await open();
  house.server.password = 'another';
  const filename = await house.farm.publish('demo');
  expect(await troubled(house)).toMatchObject({
    problem: "login as wheelyard: 401: Unauthorized: user 'wheelyard' could not be authenticated",
  });
  house.server.password = 'secret';
  later(house);
  await sent(house, filename);
});
