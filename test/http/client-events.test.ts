import { afterAll, beforeAll, expect, test } from 'vitest';
import { openFarm, type FarmUnderTest } from './farm-under-test.ts';

let farm: FarmUnderTest;
beforeAll(async () => {
  farm = await openFarm({ anonymousRead: 'no' });
});
afterAll(() => farm[Symbol.asyncDispose]());

const report = (events: readonly unknown[], from = farm.url) => {
  const headers = { origin: from, 'x-wheelyard-page': 'dashboard' };
  return farm.ask('/api/client-events', { method: 'POST', json: { events }, headers });
};
const told = () => farm.events.filter(({ kind }) => kind === 'page-trouble');

const failure = {
  kind: 'failed-request',
  page: '/matrix',
  request: 'AbCdEf123456',
  count: 2,
  method: 'GET',
  path: '/api/matrix',
  status: 503,
  message: 'the farm answers with 503',
};

test('what a page reports is an event of the log with the request that it belongs to, and is counted by kind', async () => {
  const slow = {
    kind: 'slow-interaction',
    page: '/',
    request: null,
    count: 1,
    interaction: 'click',
    element: 'button',
    milliseconds: 312,
  };
  expect((await report([failure, slow])).status).toBe(204);
  const { kind: _kind, ...facts } = failure;
  expect(told()).toContainEqual(
    expect.objectContaining({
      kind: 'page-trouble',
      trouble: 'failed-request',
      ...facts,
      by: 'anonymous',
    }),
  );
  const metrics = await (await farm.ask('/metrics', { token: farm.tokens.admin })).text();
  expect(metrics).toContain('wheelyard_client_events_total{kind="failed-request"} 2');
  expect(metrics).toContain('wheelyard_client_events_total{kind="slow-interaction"} 1');
});

test('only a page of the farm may report, which it may before anybody has logged in', async () => {
  const reply = await report([failure], 'https://elsewhere.example');
  expect([reply.status, await reply.text()]).toEqual([
    403,
    expect.stringContaining('only a page of this farm may report'),
  ]);
});

test.each([
  ['no event', []],
  ['more than 20', Array.from({ length: 21 }, () => failure)],
  ['an unknown kind', [{ ...failure, kind: 'gossip' }]],
  ['a field that nobody asked for', [{ ...failure, userAgent: 'somebody' }]],
  ['a request id that no log has', [{ ...failure, request: 'x y' }]],
  ['words without end', [{ ...failure, message: 'x'.repeat(501) }]],
  ['a count without end', [{ ...failure, count: 1e9 }]],
])('%s is refused and leaves no line', async (_title, events) => {
  const before = told().length;
  expect((await report(events)).status).toBe(400);
  expect(told().length).toBe(before);
});

test('who reports without end is told to come later, and then is heard again', async () => {
  farm.time.now += 60_000;
  for (let turn = 0; turn < 10; turn++) expect((await report([failure])).status).toBe(204);
  const refused = await report([failure]);
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '5']);
  farm.time.now += 5_000;
  expect((await report([failure])).status).toBe(204);
});
