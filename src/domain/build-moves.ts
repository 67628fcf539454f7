import type { BuildId, BuildStateName } from './build-state.ts';
import type { AttemptId } from './plan.ts';

/** When a build came into a state; with the attempt, or the build that it waits on, which the state names. */
export type BuildMove = {
  readonly at: number;
  readonly state: BuildStateName;
  readonly attempt: AttemptId | null;
  readonly on: BuildId | null;
};

/** Of a build that goes round and round only the last moves are kept. */
export const mostMoves = 200;

/** What moves are told from where none, or not the first of them, were kept. */
type Seen = {
  readonly createdAt: number;
  readonly changedAt: number;
  readonly state: BuildStateName;
  readonly kept: readonly BuildMove[];
  readonly attempts: readonly SeenAttempt[];
};

type SeenAttempt = {
  readonly id: AttemptId;
  readonly kind: 'build' | 'verify' | 'file-index';
  readonly createdAt: number;
  /** By the worker's clock; null while nothing has come back. */
  readonly startedAt: number | null;
};

/**
 * The states of a build in their order, from its request on. What happened before the first move that is kept is told from
 * the attempts: when each was made, and when its worker began.
 */
export function tellMoves({ createdAt, changedAt, state, kept, attempts }: Seen): readonly BuildMove[] {
  const [first] = kept;
  if (first !== undefined && first.at <= createdAt) return kept;
  const until = first?.at ?? Infinity;
  const told: BuildMove[] = [{ at: createdAt, state: 'queued', attempt: null, on: null }];
  for (const attempt of attempts) {
    if (attempt.createdAt >= until) break;
    const at = told.at(-1)?.at ?? createdAt;
    const madeAt = Math.max(at, attempt.createdAt);
    told.push({ at: madeAt, state: 'queued', attempt: attempt.id, on: null });
    // The worker's clock is another: it may be behind ours.
    const begunAt = Math.min(Math.max(madeAt, attempt.startedAt ?? Infinity), until, changedAt);
    const doing = attempt.kind === 'verify' ? 'verifying' : 'building';
    if (attempt.startedAt !== null) told.push({ at: begunAt, state: doing, attempt: attempt.id, on: null });
  }
  const last = told.at(-1);
  if (first === undefined && last !== undefined && last.state !== state)
    told.push({ at: Math.max(last.at, changedAt), state, attempt: null, on: null });
  return [...told, ...kept];
}
