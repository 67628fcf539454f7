import type { Kysely } from 'kysely';
import type { Refresh } from '../domain/refresh.ts';
import type { Catalogue } from '../farm/catalogue-port.ts';
import type { RefreshRow } from './refresh-tables.ts';
import type { Schema } from './schema.ts';
import { readJson, writeJson } from './stored-json.ts';

type RefreshStatements = Pick<
  Catalogue,
  | 'addRefresh'
  | 'findRefresh'
  | 'listRefreshes'
  | 'listRefreshesInMaking'
  | 'keepRefreshLog'
  | 'endRefresh'
  | 'findRevision'
>;

export const refreshStatements = (database: Kysely<Schema>): RefreshStatements => ({
  addRefresh: ({ target, requestedBy }, at) =>
    database.transaction().execute(async (transaction) => {
      const added = await transaction
        .insertInto('refreshes')
        .values({
          target,
          requested_by: requestedBy,
          requested_at: at,
          state: 'making',
          state_facts: writeJson({ name: 'making' }),
          log: null,
        })
        .onConflict((conflict) => conflict.doNothing())
        .returningAll()
        .executeTakeFirst();
      if (added) return { refresh: readRefresh(added), isNew: true };
      const known = await transaction
        .selectFrom('refreshes')
        .selectAll()
        .where('target', '=', target)
        .where('state', '=', 'making')
        .executeTakeFirstOrThrow();
      return { refresh: readRefresh(known), isNew: false };
    }),

  findRefresh: async (id) => {
    const row = await database.selectFrom('refreshes').selectAll().where('id', '=', id).executeTakeFirst();
    return row ? readRefresh(row) : null;
  },

  listRefreshes: async ({ target, limit }) => {
    const rows = await database
      .selectFrom('refreshes')
      .selectAll()
      .where('target', '=', target)
      .orderBy('id', 'desc')
      .limit(limit)
      .execute();
    return rows.map(readRefresh);
  },

  listRefreshesInMaking: async () => {
    const rows = await database
      .selectFrom('refreshes')
      .selectAll()
      .where('state', '=', 'making')
      .orderBy('id')
      .execute();
    return rows.map(readRefresh);
  },

  keepRefreshLog: async (id, log) => {
    await database
      .updateTable('refreshes')
      .set({ log: writeJson(log) })
      .where('id', '=', id)
      .where('state', '=', 'making')
      .execute();
  },

  endRefresh: async (id, state) => {
    const ended = await database
      .updateTable('refreshes')
      .set({ state: state.name, state_facts: writeJson(state) })
      .where('id', '=', id)
      .where('state', '=', 'making')
      .executeTakeFirst();
    return ended.numUpdatedRows === 1n;
  },

  findRevision: async (target) => {
    const row = await database
      .selectFrom('refreshes')
      .select('id')
      .where('target', '=', target)
      .where('state', '=', 'made')
      .orderBy('id', 'desc')
      .limit(1)
      .executeTakeFirst();
    return row?.id ?? null;
  },
});

const readRefresh = (row: RefreshRow): Refresh => ({
  id: row.id,
  target: row.target,
  requestedBy: row.requested_by,
  requestedAt: row.requested_at,
  state: readJson(row.state_facts),
  log: row.log === null ? null : readJson(row.log),
});
