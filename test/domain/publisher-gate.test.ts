import { expect, test } from 'vitest';
import { backoff } from '../../src/domain/backoff.ts';
import { afterFault, longestGateMilliseconds, openGate, type Gate } from '../../src/domain/publisher-gate.ts';

const waits = (chance: number) =>
  [1, 2, 3, 10, 1e9].map((faults) => backoff(faults, { first: 100, most: 1000, random: () => chance }));

test('each fault doubles the wait up to a limit, less up to a half by chance', () => {
  expect(waits(1)).toEqual([100, 200, 400, 1000, 1000]);
  expect(waits(0)).toEqual([50, 100, 200, 500, 500]);
});

test('an index is left in peace after as many faults as it has uploads at a time, and longer each round', () => {
  const fault = { at: 1_000, parallel: 2, retryAfterMilliseconds: null, random: () => 1 };
  const gates: Gate[] = [openGate];
  for (let count = 0; count < 40; count += 1) gates.push(afterFault(gates.at(-1) ?? openGate, fault));
  expect(gates.slice(0, 5).map(({ closedUntil }) => closedUntil - 1_000)).toEqual([
    -1_000, 0, 1_000, 1_000, 2_000,
  ]);
  expect(gates.at(-1)?.closedUntil).toBe(1_000 + longestGateMilliseconds);
});

test('an index that asks to wait is believed, up to an hour', () => {
  const fault = { at: 0, parallel: 4, random: () => 1 };
  expect(afterFault(openGate, { ...fault, retryAfterMilliseconds: 90_000 }).closedUntil).toBe(90_000);
  expect(afterFault(openGate, { ...fault, retryAfterMilliseconds: 1e12 }).closedUntil).toBe(3_600_000);
});
