import type { Transaction } from 'kysely';
import {
  isFinal,
  mayMove,
  type BuildId,
  type BuildState,
  type BuildStateName,
} from '../domain/build-state.ts';
import { causeOf } from '../domain/failure-cause.ts';
import type { Build } from '../farm/records.ts';
import { keepMove } from './build-moves.ts';
import { keepFailureText } from './keep-failure-text.ts';
import { keepEnd } from './keep-end.ts';
import type { BuildRow, Schema } from './schema.ts';
import { readJson, writeJson } from './stored-json.ts';

export const readBuild = (row: BuildRow): Build => ({
  id: row.id,
  release: { project: row.project, version: row.version },
  sdist: row.sdist,
  target: row.target,
  state: withDefaults(readJson(row.state_facts)),
  priority: row.priority,
  requestedBy: row.requested_by,
  createdAt: row.created_at,
  changedAt: row.changed_at,
  attempts: row.attempts,
  earlierAttempts: row.earlier_attempts,
});

/** States that were kept before they had all of their fields. */
const withDefaults = (state: BuildState): BuildState =>
  state.name === 'succeeded'
    ? { ...state, degradation: state.degradation ?? null, rebuilt: state.rebuilt ?? null }
    : state;

export const stateColumns = (
  state: BuildState,
): Pick<BuildRow, 'state' | 'state_facts' | 'attempt' | 'waiting_on' | 'cause'> => ({
  state: state.name,
  state_facts: writeJson(state),
  attempt: 'attempt' in state ? state.attempt : null,
  waiting_on: state.name === 'waiting' ? state.on : null,
  cause: state.name === 'failed' ? causeOf(state.failure).key : null,
});

/** Moves a build that still is in the state `from`, within a transaction; false when it has left it. */
export async function changeState(
  transaction: Transaction<Schema>,
  move: {
    readonly id: BuildId;
    readonly from: BuildStateName;
    readonly to: BuildState;
    readonly at: number;
    readonly priority?: number;
  },
): Promise<boolean> {
  if (!mayMove(move.from, move.to.name)) {
    throw new Error(`build ${move.id}: no build moves from ${move.from} to ${move.to.name}`);
  }
  const moved = await transaction
    .updateTable('builds')
    .set((set) => ({
      ...stateColumns(move.to),
      changed_at: move.at,
      ...(move.priority === undefined ? {} : { priority: move.priority }),
      // What has ended, or is held, and is queued is asked for again: it begins anew.
      ...(isFinal(move.from) || (move.from === 'held' && move.to.name === 'queued')
        ? { earlier_attempts: set.ref('attempts') }
        : {}),
    }))
    .where('id', '=', move.id)
    .where('state', '=', move.from)
    .executeTakeFirst();
  if (moved.numUpdatedRows !== 1n) return false;
  // What it held is not to be published any more, or not as it was.
  if (move.from === 'held') await transaction.deleteFrom('held_files').where('build', '=', move.id).execute();
  await keepMove(transaction, move);
  if (move.from === 'failed' || move.to.name === 'failed')
    await keepFailureText(transaction, { id: move.id, state: move.to });
  await keepEnd(transaction, move);
  return true;
}
