import type { Kysely, Transaction } from 'kysely';
import { mostMoves } from '../domain/build-moves.ts';
import type { BuildId, BuildState, BuildStateName } from '../domain/build-state.ts';
import type { AttemptId } from '../domain/plan.ts';
import type { Catalogue } from '../farm/catalogue-port.ts';
import type { Schema } from './schema.ts';

export type BuildMoveTable = {
  readonly build: BuildId;
  /** Counts the moves of a build, from 1. */
  readonly number: number;
  readonly at: number;
  readonly state: BuildStateName;
  readonly attempt: AttemptId | null;
  readonly waiting_on: BuildId | null;
};

export const moveStatements = (database: Kysely<Schema>): Pick<Catalogue, 'listBuildMoves'> => ({
  listBuildMoves: async (id) => {
    const rows = await database
      .selectFrom('build_moves')
      .selectAll()
      .where('build', '=', id)
      .orderBy('number')
      .execute();
    return rows.map(({ at, state, attempt, waiting_on: on }) => ({ at, state, attempt, on }));
  },
});

/** Keeps that a build has come into a state, within the transaction in which it did. */
export async function keepMove(
  transaction: Transaction<Schema>,
  move: { readonly id: BuildId; readonly to: BuildState; readonly at: number },
): Promise<void> {
  const { id, to, at } = move;
  const last = await transaction
    .selectFrom('build_moves')
    .select('number')
    .where('build', '=', id)
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst();
  const number = (last?.number ?? 0) + 1;
  const attempt = 'attempt' in to ? to.attempt : null;
  const waiting_on = to.name === 'waiting' ? to.on : null;
  await transaction
    .insertInto('build_moves')
    .values({ build: id, number, at, state: to.name, attempt, waiting_on })
    .execute();
  if (number <= mostMoves) return;
  await transaction
    .deleteFrom('build_moves')
    .where('build', '=', id)
    .where('number', '<=', number - mostMoves)
    .execute();
}
