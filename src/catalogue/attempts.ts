import type { Kysely } from 'kysely';
import type { BuildId } from '../domain/build-state.ts';
import type { AttemptId } from '../domain/plan.ts';
import type { Catalogue } from '../farm/catalogue-port.ts';
import type { Attempt } from '../farm/records.ts';
import { changeState } from './build-row.ts';
import type { AttemptRow, Schema } from './schema.ts';
import { readJson, writeJson } from './stored-json.ts';

type AttemptStatements = Pick<Catalogue, 'addAttempt' | 'findAttempt' | 'listAttempts' | 'endAttempt'>;

export const attemptStatements = (database: Kysely<Schema>): AttemptStatements => ({
  addAttempt: (build, step) =>
    database.transaction().execute(async (transaction) => {
      // First of all the count: whoever raises it holds the row until the end of the transaction.
      const counted = await transaction
        .updateTable('builds')
        .set((set) => ({ attempts: set('attempts', '+', 1) }))
        .where('id', '=', build)
        .where('state', '=', step.from)
        .returning('attempts')
        .executeTakeFirst();
      if (!counted) return null;
      const id = nameAttempt(build, counted.attempts);
      await changeState(transaction, { id: build, from: step.from, to: step.state(id), at: step.at });
      const row = await transaction
        .insertInto('attempts')
        .values({
          id,
          build,
          number: counted.attempts,
          plan: writeJson(step.plan(id)),
          platform: step.platform,
          created_at: step.at,
          outcome: null,
          ended_at: null,
        })
        .returningAll()
        .executeTakeFirstOrThrow();
      return readAttempt(row);
    }),

  findAttempt: async (id) => {
    const row = await database.selectFrom('attempts').selectAll().where('id', '=', id).executeTakeFirst();
    return row ? readAttempt(row) : null;
  },

  listAttempts: async (build) => {
    const rows = await database
      .selectFrom('attempts')
      .selectAll()
      .where('build', '=', build)
      .orderBy('number')
      .execute();
    return rows.map(readAttempt);
  },

  endAttempt: async (id, outcome, at) => {
    const ended = await database
      .updateTable('attempts')
      .set({ outcome: writeJson(outcome), ended_at: at, worker: outcome.evidence.worker })
      .where('id', '=', id)
      .where('outcome', 'is', null)
      .executeTakeFirst();
    return ended.numUpdatedRows === 1n;
  },
});

const nameAttempt = (build: BuildId, number: number): AttemptId => `${build}.${number}` as AttemptId;

export const readAttempt = (row: AttemptRow): Attempt => ({
  id: row.id,
  build: row.build,
  plan: readJson(row.plan),
  platform: row.platform,
  createdAt: row.created_at,
  outcome: row.outcome === null ? null : readJson(row.outcome),
  endedAt: row.ended_at,
});
