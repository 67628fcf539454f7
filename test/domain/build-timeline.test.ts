import { expect, test } from 'vitest';
import { tellTimeline, workOf, type ToldMove } from '../../src/domain/build-timeline.ts';

const move = (
  at: number,
  state: ToldMove['state'],
  names: Partial<Pick<ToldMove, 'attempt' | 'on'>> = {},
): ToldMove => ({ at, state, attempt: null, on: null, ...names });

const moves = [
  move(0, 'queued'),
  move(5, 'waiting', { on: 3 }),
  move(40, 'queued'),
  move(41, 'queued', { attempt: '4.1' }),
  move(50, 'building', { attempt: '4.1' }),
  move(90, 'queued', { attempt: '4.2' }),
  move(95, 'failed'),
  move(500, 'queued'),
];

test('stays follow each other without a gap; planning and the queue behind it are one', () => {
  expect(tellTimeline(moves)).toEqual([
    { state: 'queued', attempt: null, on: null, from: 0, until: 5 },
    { state: 'waiting', attempt: null, on: 3, from: 5, until: 40 },
    { state: 'queued', attempt: '4.1', on: null, from: 40, until: 50 },
    { state: 'building', attempt: '4.1', on: null, from: 50, until: 90 },
    { state: 'queued', attempt: '4.2', on: null, from: 90, until: 95 },
    { state: 'failed', attempt: null, on: null, from: 95, until: 500 },
    { state: 'queued', attempt: null, on: null, from: 500, until: null },
  ]);
});

test('a stay that lasts grows with the clock; an end takes no time, however long it stood', () => {
  const spans = tellTimeline(moves);
  expect(spans.map((span) => workOf(span, 530))).toEqual([5, 35, 10, 40, 5, 0, 30]);
});
