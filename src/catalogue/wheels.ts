import type { Kysely } from 'kysely';
import type { Catalogue } from '../farm/catalogue-port.ts';
import type { Schema } from './schema.ts';
import { readJson, writeJson } from './stored-json.ts';

export const wheelStatements = (database: Kysely<Schema>): Pick<Catalogue, 'addWheel' | 'findWheel'> => ({
  addWheel: async (wheel, build, at) => {
    await database
      .insertInto('wheels')
      .values({ sha256: wheel.sha256, build, facts: writeJson(wheel), added_at: at })
      // Two builds that leave the same bytes leave the same wheel; it stays with the first.
      .onConflict((conflict) => conflict.column('sha256').doNothing())
      .execute();
  },

  findWheel: async (sha256) => {
    const row = await database
      .selectFrom('wheels')
      .select('facts')
      .where('sha256', '=', sha256)
      .executeTakeFirst();
    return row ? readJson(row.facts) : null;
  },
});
