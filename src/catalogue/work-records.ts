import { sql, type Kysely } from 'kysely';
import type { Catalogue } from '../farm/catalogue-port.ts';
import { readAttempt } from './attempts.ts';
import type { Schema } from './schema.ts';

const mostRows = 200;

type WorkStatements = Pick<
  Catalogue,
  'listBuildTimes' | 'listLastBuildTimes' | 'sumQueuedTimes' | 'listHourlyCounts' | 'listAttemptsOfWorker'
>;

export const workStatements = (database: Kysely<Schema>): WorkStatements => ({
  listBuildTimes: async (projects) => {
    if (projects.length === 0) return [];
    const rows = await database
      .selectFrom('build_times')
      .selectAll()
      .where('project', 'in', [...new Set(projects)])
      .orderBy('ended_at', 'desc')
      .execute();
    return rows.map((row) => ({
      project: row.project,
      target: row.target,
      build: row.build_milliseconds,
      verify: row.verify_milliseconds,
      endedAt: row.ended_at,
    }));
  },

  listLastBuildTimes: async (limit) => {
    checkLimit(limit);
    const rows = await database
      .selectFrom('build_times')
      .select(['build_milliseconds as build', 'verify_milliseconds as verify'])
      .orderBy('ended_at', 'desc')
      .limit(limit)
      .execute();
    return rows;
  },

  sumQueuedTimes: async () => {
    const { rows } = await sql<{
      target: Schema['builds']['target'];
      builds: number;
      milliseconds: number;
      known: number;
    }>`select target, count(*) as builds, coalesce(sum(milliseconds), 0) as milliseconds, count(milliseconds) as known
      from (select b.target, coalesce(
          (select build_milliseconds + verify_milliseconds from build_times here
            where here.project = b.project and here.target = b.target),
          (select build_milliseconds + verify_milliseconds from build_times other
            where other.project = b.project order by other.ended_at desc limit 1)) as milliseconds
        from builds b where b.state = 'queued')
      group by target order by target`.execute(database);
    return rows.map(({ known, ...row }) => ({ ...row, unknown: row.builds - known }));
  },

  listHourlyCounts: async ({ hour }) => {
    const rows = await database
      .selectFrom('hourly_results')
      .selectAll()
      .where('hour', '>=', hour)
      .orderBy('hour')
      .execute();
    return rows.map(({ step, ...row }) => ({ ...row, step: step === -1 ? null : step }));
  },

  listAttemptsOfWorker: async ({ worker, before, limit }) => {
    checkLimit(limit);
    let query = database.selectFrom('attempts').selectAll().where('worker', '=', worker);
    if (before !== null) query = query.where('ended_at', '<', before);
    const rows = await query.orderBy('ended_at', 'desc').limit(limit).execute();
    return rows.map(readAttempt);
  },
});

function checkLimit(limit: number): void {
  if (!Number.isInteger(limit) || limit < 1 || limit > mostRows)
    throw new RangeError(`a page has 1 to ${mostRows} rows, not ${limit}`);
}
