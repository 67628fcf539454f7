import { expect, test } from 'vitest';
import { findWorsening, type BuildResult } from '../../src/domain/campaign.ts';
import { orderCampaign } from '../../src/domain/order-campaign.ts';

const job = (milliseconds: number, ...requires: readonly number[]) => ({ milliseconds, requires });

test('what a long chain hangs on goes first, then what takes longest', () => {
  const jobs = [job(5), job(1), job(9, 1), job(7)];
  expect(orderCampaign(jobs, 2)).toEqual({
    order: [1, 2, 3, 0],
    makespanMilliseconds: 12,
    lowerBoundMilliseconds: 11,
  });
});

test('no order is sooner than the longest chain, or than all work over all slots', () => {
  expect(orderCampaign([job(4), job(4), job(4), job(4)], 2)).toMatchObject({
    makespanMilliseconds: 8,
    lowerBoundMilliseconds: 8,
  });
  expect(orderCampaign([job(4), job(4, 0), job(4, 1)], 8)).toMatchObject({
    makespanMilliseconds: 12,
    lowerBoundMilliseconds: 12,
  });
});

test('requirements that go round in a circle, or to nowhere, hold nothing up', () => {
  expect(orderCampaign([job(1, 1), job(1, 0), job(1, 2, 99)], 1)).toMatchObject({ makespanMilliseconds: 3 });
  expect(orderCampaign([], 4)).toEqual({ order: [], makespanMilliseconds: 0, lowerBoundMilliseconds: 0 });
});

const well: BuildResult = {
  state: 'succeeded',
  why: null,
  rebuilt: null,
  sizeBytes: 1000,
  extensions: ['demo/_c.cpython-311-x86_64-linux-gnu.so'],
};

test.each([
  ['the same', well, []],
  ['one for another Python', { ...well, extensions: ['demo/_c.cpython-313-x86_64-linux-gnu.so'] }, []],
  ['a failure', { ...well, state: 'failed' as const, why: 'x' }, ['fails-now']],
  ['one without its extension', { ...well, extensions: [] }, ['extension-lost']],
  ['one of half the size', { ...well, sizeBytes: 500 }, ['smaller']],
])('after a wheel, %s', (_title, after, kinds) => {
  expect(findWorsening(well, after).map(({ kind }) => kind)).toEqual(kinds);
});

test('what was not there before is not worse', () => {
  expect(findWorsening(null, { ...well, state: 'failed' })).toEqual([]);
  expect(findWorsening({ ...well, state: 'failed' }, { ...well, state: 'failed' })).toEqual([]);
});
