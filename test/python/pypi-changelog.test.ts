import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Outage } from '../../src/farm/ports.ts';
import { openPypiChangelog } from '../../src/python/pypi-changelog.ts';
import { openChangelogServer, renderAnswer, renderFault } from '../doubles/changelog-server.ts';
import type { Behaviour } from '../doubles/remote-server.ts';

async function openPythonServer(): Promise<{ readonly url: string } & AsyncDisposable> {
  const script = join(import.meta.dirname, '../doubles/python_changelog.py');
  const child = spawn('python3', [script], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [port] = await once(child.stdout, 'data');
  return {
    url: `http://127.0.0.1:${String(port).trim()}/pypi`,
    [Symbol.asyncDispose]: async () => {
      const ended = once(child, 'exit');
      child.kill();
      await ended;
    },
  };
}

const open = (url: string) =>
  openPypiChangelog({ url, timeoutMilliseconds: 5_000, limits: { bytes: 100_000, values: 2_000 } });

describe("the changelog of Python's own XML-RPC server", () => {
  test('is read 50,000 events at a time, whatever names and versions stand in it', async () => {
    await using server = await openPythonServer();
    const changelog = openPypiChangelog({ url: server.url, timeoutMilliseconds: 20_000 });
    expect(await changelog.lastSerial()).toBe(60_000);
    const events = await changelog.since(2);
    expect([events.length, events[0], events[1], events.at(-1)]).toEqual([
      50_000,
      { project: null, serial: 3 },
      { project: 'zope-interface4', serial: 4 },
      { project: 'zope-interface50002', serial: 50_002 },
    ]);
    expect(await changelog.since(60_000)).toEqual([]);
  });

  test('tells its faults in its own words', async () => {
    await using server = await openPythonServer();
    await expect(open(server.url).since(60_001)).rejects.toThrow(
      new Outage('changelog_since_serial is refused: HTTPTooManyRequests: <slow> & steady'),
    );
  });
});

const say = (body: string): Behaviour => ({ status: 200, headers: { 'content-type': 'text/xml' }, body });
const event = (parts: readonly string[]): string =>
  renderAnswer(
    `<array><data><value><array><data>${parts.map((part) => `<value>${part}</value>`).join('')}</data></array></value></data></array>`,
  );
const laughs = `<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>${renderAnswer('<string>&b;</string>')}`;

const nonsense: readonly (readonly [title: string, behaviour: Behaviour, words: string])[] = [
  ['a fault', say(renderFault('away')), 'changelog_since_serial is refused: away'],
  ['a page for people', say('<html><body>hello</body></html>'), 'is no XML-RPC answer: <html> stands in <>'],
  ['half an answer', say(renderAnswer('<int>1</int>').slice(0, 90)), 'is no XML-RPC answer'],
  ['nothing', say(''), 'is no XML-RPC answer'],
  ['entities that grow', say(laughs), 'it has a DOCTYPE'],
  ['an entity of its own', say(renderAnswer('<string>&own;</string>')), 'undefined entity'],
  ['no list', say(renderAnswer('<int>7</int>')), 'is no list of events'],
  ['events of another form', say(event(['<int>1</int>'])), 'is no list of events'],
  [
    'a serial below zero',
    say(event(['a', '<nil/>', '<int>1</int>', 'x', '<int>-4</int>'])),
    'no list of events',
  ],
  ['a number that is none', say(renderAnswer('<int>1e9</int>')), 'a number is none'],
  ['two values in one', say(renderAnswer('<int>1</int><int>2</int>')), '<value> holds 2 values'],
  ['text between values', say(renderAnswer('<array>x<data></data></array>')), '<array> has text in it'],
  [
    'what is nested without end',
    say('<methodResponse><params><param>'.concat('<value><array><data>'.repeat(50))),
    '32 in one another',
  ],
  [
    'more values than are read',
    say(renderAnswer(`<array><data>${'<value/>'.repeat(3_000)}</data></array>`)),
    'more than 2000 elements',
  ],
  [
    'more bytes than are read',
    say(renderAnswer(`<string>${'x'.repeat(200_000)}</string>`)),
    'is larger than 100000 bytes',
  ],
  ['bytes without end', 'endless', 'is no XML-RPC answer'],
  ['a broken connection', 'reset', "can't be reached"],
  ['500', { status: 500 }, 'answered 500'],
  ['404', { status: 404 }, 'there is no XML-RPC at its address'],
  ['a redirect', { status: 307, headers: { location: '/elsewhere' } }, "can't be reached"],
];

test.each(nonsense)(
  '%s in answer to a question is an outage that says so',
  async (_title, behaviour, words) => {
    await using server = await openChangelogServer();
    server.behave = () => behaviour;
    const asked = open(server.rpc).since(5);
    await expect(asked).rejects.toThrow(Outage);
    await expect(asked).rejects.toThrow(words);
  },
);

test('credentials go along, and not in the address', async () => {
  await using server = await openChangelogServer();
  await open(server.rpc.replace('//', '//me:p%40ss@')).lastSerial();
  expect(server.asked[0]?.headers.authorization).toBe(`Basic ${Buffer.from('me:p@ss').toString('base64')}`);
});
