import { expect, test } from 'vitest';
import { collectTroubles } from '../../src/dashboard/trouble/collect-troubles.ts';
import { ClientEvents } from '../../src/http/contract/client-event.ts';

const failed = (path: string, request: string | null = null) => ({
  kind: 'failed-request' as const,
  page: '/',
  request,
  method: 'GET' as const,
  path,
  status: null,
  message: 'the farm does not answer',
});
const slow = (milliseconds: number) => ({
  kind: 'slow-interaction' as const,
  page: '/matrix',
  request: null,
  interaction: 'click',
  element: 'a',
  milliseconds,
});

test('alike troubles are one that is counted, with the time of the slowest; what the farm failed is told one by one', () => {
  const troubles = collectTroubles();
  for (const request of [null, null, 'request-1', 'request-2']) troubles.add(failed('/api/queue', request));
  for (const milliseconds of [300, 900, 250]) troubles.add(slow(milliseconds));
  expect(troubles.take(20)).toEqual([
    { ...failed('/api/queue'), count: 2 },
    { ...failed('/api/queue', 'request-1'), count: 1 },
    { ...failed('/api/queue', 'request-2'), count: 1 },
    { ...slow(900), count: 3 },
  ]);
  expect(troubles.isEmpty()).toBe(true);
});

test('a page in a loop of errors keeps fifty of them, and what is put back adds up', () => {
  const troubles = collectTroubles();
  for (let turn = 0; turn < 5000; turn++) troubles.add(failed(`/api/builds/${turn % 100}`));
  const first = troubles.take(20);
  expect([first.length, first[0]?.count]).toEqual([20, 50]);
  troubles.putBack(first);
  troubles.add(failed('/api/builds/0'));
  expect(troubles.take(1000).length).toBe(50);
});

test('whatever is thrown, the farm takes the report of it', () => {
  const troubles = collectTroubles();
  const endless = 'x'.repeat(10_000);
  troubles.add({
    kind: 'uncaught-error',
    page: `/${endless}`,
    request: null,
    message: endless,
    stack: endless,
  });
  troubles.add({ ...failed(`/${endless}`), message: endless });
  troubles.add({ ...slow(1), interaction: endless, element: endless });
  expect(ClientEvents.safeParse({ events: troubles.take(20) }).error).toBeUndefined();
});
