import { setImmediate as letOthers } from 'node:timers/promises';
import { sql, type Kysely } from 'kysely';
import type { Sha256 } from '../domain/sha256.ts';
import type { Catalogue } from '../farm/catalogue-port.ts';
import { blobNames } from './blob-names.ts';
import type { Schema } from './schema.ts';

type MarkStatements = Pick<Catalogue, 'findOldestOpenWork' | 'markBlobs'>;

/** SQLite works with the whole process standing still: so many rows take a few milliseconds. */
const stride = 100;

export const markStatements = (database: Kysely<Schema>): MarkStatements => ({
  findOldestOpenWork: async () => {
    const attempt = await database
      .selectFrom('builds')
      .innerJoin('attempts', 'attempts.id', 'builds.attempt')
      .select((select) => select.fn.min('attempts.created_at').as('at'))
      .where('builds.state', 'in', ['queued', 'building', 'verifying'])
      .executeTakeFirst();
    const refresh = await database
      .selectFrom('refreshes')
      .select((select) => select.fn.min('requested_at').as('at'))
      .where('state', '=', 'making')
      .executeTakeFirst();
    const times = [attempt?.at, refresh?.at].filter((at) => typeof at === 'number');
    return times.length === 0 ? null : Math.min(...times);
  },

  // The table lies in a temporary file: a million marks are no list in memory, and a crash leaves none behind.
  markBlobs: async (bounds, signal) => {
    await sql`drop table if exists temp.marked_blobs`.execute(database);
    await sql`create temp table marked_blobs (sha256 text primary key not null) strict, without rowid`.execute(
      database,
    );
    for (const { table, select } of blobNames(bounds)) {
      const row = sql`${sql.table(table)}.rowid`;
      const found = await sql<{
        last: number | null;
      }>`select max(rowid) as last from ${sql.table(table)}`.execute(database);
      const last = found.rows[0]?.last ?? 0;
      for (let after = 0; after < last; after += stride) {
        const rows = sql`${row} > ${after} and ${row} <= ${after + stride}`;
        await sql`insert or ignore into temp.marked_blobs
          select name from (${select(rows)}) where name is not null`.execute(database);
        await letOthers();
        signal.throwIfAborted();
      }
    }
    return {
      pickUnnamed: async (blobs) => {
        const found = await sql<{ sha256: Sha256 }>`
          select value as sha256 from json_each(${JSON.stringify(blobs)})
          where value not in (select sha256 from temp.marked_blobs)`.execute(database);
        return found.rows.map(({ sha256 }) => sha256);
      },
      [Symbol.asyncDispose]: async () => {
        await sql`drop table if exists temp.marked_blobs`.execute(database);
      },
    };
  },
});
