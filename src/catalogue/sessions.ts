import type { Kysely } from 'kysely';
import type { Catalogue } from '../farm/catalogue-port.ts';
import type { Schema } from './schema.ts';
import { readToken } from './tokens.ts';

type SessionStatements = Pick<Catalogue, 'addSession' | 'findSession' | 'removeSession'>;

export const sessionStatements = (database: Kysely<Schema>): SessionStatements => ({
  addSession: ({ hash, token, at, expiresAt }) =>
    database.transaction().execute(async (transaction) => {
      await transaction.deleteFrom('sessions').where('expires_at', '<=', at).execute();
      await transaction.insertInto('sessions').values({ hash, token, expires_at: expiresAt }).execute();
    }),

  findSession: async (hash, now) => {
    const row = await database
      .selectFrom('sessions')
      .innerJoin('tokens', 'tokens.id', 'sessions.token')
      .selectAll('tokens')
      .where('sessions.hash', '=', hash)
      .where('sessions.expires_at', '>', now)
      .executeTakeFirst();
    return row ? readToken(row) : null;
  },

  removeSession: async (hash) => {
    await database.deleteFrom('sessions').where('hash', '=', hash).execute();
  },
});
