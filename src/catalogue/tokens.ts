import type { Kysely } from 'kysely';
import type { Catalogue } from '../farm/catalogue-port.ts';
import type { Token } from '../farm/records.ts';
import type { Schema, TokenRow } from './schema.ts';
import { readJson, writeJson } from './stored-json.ts';

type TokenStatements = Pick<
  Catalogue,
  'addToken' | 'findToken' | 'listTokens' | 'removeToken' | 'touchToken'
>;

export const tokenStatements = (database: Kysely<Schema>): TokenStatements => ({
  addToken: async (token) => {
    const row = await database
      .insertInto('tokens')
      .values({
        name: token.name,
        scopes: writeJson(token.scopes),
        hash: token.hash,
        created_at: token.at,
        last_used_at: null,
      })
      .returningAll()
      .executeTakeFirstOrThrow();
    return readToken(row);
  },

  findToken: async (hash) => {
    const row = await database.selectFrom('tokens').selectAll().where('hash', '=', hash).executeTakeFirst();
    return row ? readToken(row) : null;
  },

  listTokens: async () => {
    const rows = await database.selectFrom('tokens').selectAll().orderBy('id').execute();
    return rows.map(readToken);
  },

  removeToken: async (id) => {
    const removed = await database.deleteFrom('tokens').where('id', '=', id).executeTakeFirst();
    return removed.numDeletedRows === 1n;
  },

  touchToken: async (id, at) => {
    await database
      .updateTable('tokens')
      .set({ last_used_at: at })
      .where('id', '=', id)
      // Requests end in another order than they came.
      .where((where) => where.or([where('last_used_at', 'is', null), where('last_used_at', '<', at)]))
      .execute();
  },
});

/** Without the hash: nobody outside of this room has a use for it. */
export const readToken = (row: TokenRow): Token => ({
  id: row.id,
  name: row.name,
  scopes: readJson(row.scopes),
  createdAt: row.created_at,
  lastUsedAt: row.last_used_at,
});
