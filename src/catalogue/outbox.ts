import type { Kysely } from 'kysely';
import type { Catalogue } from '../farm/catalogue-port.ts';
import type { OutboxEntry, OutboxState } from '../farm/records.ts';
import type { OutboxRow } from './outbox-tables.ts';
import type { Schema } from './schema.ts';

type OutboxStatements = Pick<
  Catalogue,
  | 'listDueOutbox'
  | 'nextDueOutbox'
  | 'moveOutbox'
  | 'releaseOutbox'
  | 'retryRefusedOutbox'
  | 'countOutbox'
  | 'listOutbox'
>;

export const outboxStatements = (database: Kysely<Schema>): OutboxStatements => ({
  listDueOutbox: async ({ publisher, now, limit }) => {
    const rows = await database
      .selectFrom('outbox')
      .selectAll()
      .where('publisher', '=', publisher)
      .where('state', '=', 'pending')
      .where('not_before', '<=', now)
      .orderBy('id')
      .limit(limit)
      .execute();
    return rows.map(readEntry);
  },

  nextDueOutbox: async (publisher) => {
    const row = await database
      .selectFrom('outbox')
      .select('not_before')
      .where('publisher', '=', publisher)
      .where('state', '=', 'pending')
      .orderBy('not_before')
      .limit(1)
      .executeTakeFirst();
    return row?.not_before ?? null;
  },

  moveOutbox: async (id, { from, to }) => {
    const moved = await database
      .updateTable('outbox')
      .set(stateColumns(to))
      .where('id', '=', id)
      .where('state', '=', from)
      .executeTakeFirst();
    return moved.numUpdatedRows === 1n;
  },

  releaseOutbox: async (publisher) => {
    await database
      .updateTable('outbox')
      .set({ not_before: 0 })
      .where('publisher', '=', publisher)
      .where('state', '=', 'pending')
      .where('not_before', '>', 0)
      .execute();
  },

  retryRefusedOutbox: async (publisher, at) => {
    // Not as new: the index is asked first whether it has them by now.
    const to: OutboxState = { name: 'pending', tries: 1, notBefore: at, problem: null };
    const moved = await database
      .updateTable('outbox')
      .set(stateColumns(to))
      .where('publisher', '=', publisher)
      .where('state', '=', 'refused')
      .executeTakeFirst();
    return Number(moved.numUpdatedRows);
  },

  countOutbox: async (publisher) => {
    const rows = await database
      .selectFrom('outbox')
      .select((select) => ['state', select.fn.countAll<number>().as('entries')])
      .where('publisher', '=', publisher)
      .where('state', 'in', ['pending', 'refused'])
      .groupBy('state')
      .execute();
    const oldest = await database
      .selectFrom('outbox')
      .select('entered_at')
      .where('publisher', '=', publisher)
      .where('state', '=', 'pending')
      .orderBy('id')
      .limit(1)
      .executeTakeFirst();
    const count = (state: string): number => rows.find((row) => row.state === state)?.entries ?? 0;
    return {
      pending: count('pending'),
      refused: count('refused'),
      oldestPendingAt: oldest?.entered_at ?? null,
    };
  },

  listOutbox: async ({ publisher, states, after, limit }) => {
    const rows = await database
      .selectFrom('outbox')
      .selectAll()
      .where('publisher', '=', publisher)
      .where('state', 'in', states)
      .where('id', '>', after)
      .orderBy('id')
      .limit(limit)
      .execute();
    return rows.map(readEntry);
  },
});

type StateColumns = Pick<OutboxRow, 'state' | 'tries' | 'not_before' | 'words' | 'ended_at'>;

const nothing = { tries: null, not_before: null, words: null, ended_at: null };

function stateColumns(state: OutboxState): StateColumns {
  switch (state.name) {
    case 'pending': {
      const { tries, notBefore, problem } = state;
      return { ...nothing, state: state.name, tries, not_before: notBefore, words: problem };
    }
    case 'sent':
      return { ...nothing, state: state.name, ended_at: state.at };
    case 'refused':
      return { ...nothing, state: state.name, words: state.words, ended_at: state.at };
  }
}

function readState(row: StateColumns): OutboxState {
  switch (row.state) {
    case 'pending':
      return {
        name: 'pending',
        tries: row.tries ?? 0,
        notBefore: row.not_before ?? 0,
        problem: row.words,
      };
    case 'sent':
      return { name: 'sent', at: row.ended_at ?? 0 };
    case 'refused':
      return { name: 'refused', words: row.words ?? '', at: row.ended_at ?? 0 };
  }
}

const readEntry = (row: OutboxRow): OutboxEntry => ({
  id: row.id,
  publisher: row.publisher,
  node: row.node,
  filename: row.filename,
  release: { project: row.project, version: row.version },
  sha256: row.sha256,
  wheel: row.wheel,
  enteredAt: row.entered_at,
  state: readState(row),
});
