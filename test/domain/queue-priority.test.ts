import { expect, test } from 'vitest';
import type { AttemptId } from '../../src/domain/plan.ts';
import { queuePriority } from '../../src/domain/queue-priority.ts';
import { buildPlanOf } from '../contracts/catalogue-samples.ts';

test.each([
  ['17.1', 10, 10],
  ['17.2', 10, 9],
  ['17.11', 100, 99],
  ['17.2', 0, 0],
])('attempt %s of a build of priority %i queues with %i', (id, priority, expected) => {
  expect(queuePriority(buildPlanOf(id as AttemptId), priority)).toBe(expected);
});
