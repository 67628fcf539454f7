import { expect, test } from 'vitest';
import { tellMoves, type BuildMove } from '../../src/domain/build-moves.ts';
import type { BuildId } from '../../src/domain/build-state.ts';
import type { AttemptId } from '../../src/domain/plan.ts';

const move = (at: number, state: BuildMove['state'], attempt: string | null = null): BuildMove => ({
  at,
  state,
  attempt: attempt as AttemptId | null,
  on: null,
});

const attempt = (id: string, createdAt: number, startedAt: number | null) => ({
  id: id as AttemptId,
  kind: id.endsWith('.2') ? ('verify' as const) : ('build' as const),
  createdAt,
  startedAt,
});

test('moves that were kept from the request on are told as they are', () => {
  const kept = [move(10, 'waiting'), { ...move(20, 'waiting'), on: 7 as BuildId }, move(30, 'queued')];
  const seen = { createdAt: 10, changedAt: 30, state: 'queued' as const, attempts: [] };
  expect(tellMoves({ ...seen, kept })).toEqual(kept);
});

test('a build from before moves were kept is told from its attempts and its present state', () => {
  const attempts = [attempt('1.1', 20, 50), attempt('1.2', 90, 95)];
  const seen = { createdAt: 10, changedAt: 120, state: 'succeeded' as const, attempts };
  expect(tellMoves({ ...seen, kept: [] })).toEqual([
    move(10, 'queued'),
    move(20, 'queued', '1.1'),
    move(50, 'building', '1.1'),
    move(90, 'queued', '1.2'),
    move(95, 'verifying', '1.2'),
    move(120, 'succeeded'),
  ]);
});

test('the kept moves of such a build stand behind what its attempts tell, in the order of time', () => {
  const attempts = [attempt('1.1', 20, 50), attempt('1.2', 210, 220)];
  const kept = [move(200, 'queued'), move(210, 'queued', '1.2')];
  const told = tellMoves({ createdAt: 10, changedAt: 210, state: 'queued', attempts, kept });
  expect(told).toEqual([move(10, 'queued'), move(20, 'queued', '1.1'), move(50, 'building', '1.1'), ...kept]);
});

test("a worker's clock that is wrong turns no time around", () => {
  const attempts = [attempt('1.1', 20, 3), attempt('1.2', 90, 4_000)];
  const told = tellMoves({ createdAt: 10, changedAt: 120, state: 'failed', attempts, kept: [] });
  const times = told.map(({ at }) => at);
  expect(times).toEqual(times.toSorted((one, other) => one - other));
});
