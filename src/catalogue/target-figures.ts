import type { Kysely } from 'kysely';
import type { Catalogue } from '../farm/catalogue-port.ts';
import { countEach } from './count-each.ts';
import type { Schema } from './schema.ts';

export const targetFigureStatements = (
  database: Kysely<Schema>,
): Pick<Catalogue, 'countBuildsOf' | 'findFileIndexSize'> => ({
  countBuildsOf: async (target) => {
    const rows = await database
      .selectFrom('builds')
      .select((select) => ['state', select.fn.countAll<number>().as('builds')])
      .where('target', '=', target)
      .groupBy('state')
      .execute();
    return countEach(rows);
  },

  findFileIndexSize: async (target) => {
    const row = await database
      .selectFrom('file_indexes')
      .select(['packages', 'files'])
      .where('target', '=', target)
      .where('is_whole', '=', 1)
      .executeTakeFirst();
    const { packages = null, files = null } = row ?? {};
    return packages === null || files === null ? null : { packages, files };
  },
});
