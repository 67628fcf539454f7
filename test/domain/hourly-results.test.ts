import { expect, test } from 'vitest';
import { expectStage, expectTime, middleOf } from '../../src/domain/expected-time.ts';
import { stepOf, sumResults, type HourlyCount } from '../../src/domain/hourly-results.ts';

const time = (build: number) => ({ build, verify: 10 });

test('a build is expected to take what it took here, else elsewhere, else what is usual', () => {
  const [here, elsewhere, usual] = [time(1), time(2), time(3)];
  expect(expectTime({ here, elsewhere, usual })).toBe(here);
  expect(expectTime({ here: null, elsewhere, usual })).toBe(elsewhere);
  expect(expectTime({ here: null, elsewhere: null, usual })).toBe(usual);
  expect(expectTime({ here: null, elsewhere: null, usual: null })).toBeNull();
});

test('what is verified already is expected to take only that', () => {
  expect(expectStage(time(100), 'build')).toBe(110);
  expect(expectStage(time(100), 'verify')).toBe(10);
});

test('the middle of nothing is nothing, of several the middle one', () => {
  expect(middleOf<number>([], (value) => value)).toBeNull();
  expect(middleOf([9, 1, 5], (value) => value)).toBe(5);
});

const count = (milliseconds: number, builds: number): HourlyCount => ({
  hour: 1,
  result: 'succeeded',
  step: stepOf(milliseconds),
  builds,
});

test.each([[[1000]], [[500, 60_000, 61_000]], [[3, 3, 3, 900_000]], [[3_600_000, 1, 90_000]]])(
  'the median of %j, out of counted steps, is off by a tenth at most',
  (taken) => {
    const { median } = sumResults(taken.map((milliseconds) => count(milliseconds, 1)));
    const sorted = taken.toSorted((one, other) => one - other);
    const real = sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
    expect(median).not.toBeNull();
    expect(Math.abs((median ?? 0) - real)).toBeLessThanOrEqual(Math.max(1, real * 0.1));
  },
);

test('what took no time of its own counts, and moves no median', () => {
  const answered: HourlyCount = { hour: 1, result: 'succeeded', step: null, builds: 5 };
  expect(sumResults([answered])).toEqual({ succeeded: 5, failed: 0, farmFault: 0, median: null });
  expect(sumResults([answered, count(1000, 1)]).median).toBe(sumResults([count(1000, 1)]).median);
});
