import { sql, type Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/*
 * What is counted as work is done: how long a project took on a target when it last went well, how builds ended by hour,
 * and who carried out which attempt. Times and workers of before are read from the attempts; hours of before stay empty.
 */
export const workRecords: Migration = {
  up: async (db: Kysely<unknown>) => {
    await db.schema
      .createTable('build_times')
      .addColumn('project', 'text', (column) => column.notNull())
      .addColumn('target', 'text', (column) => column.notNull())
      .addColumn('build_milliseconds', 'integer', (column) => column.notNull())
      .addColumn('verify_milliseconds', 'integer', (column) => column.notNull())
      .addColumn('ended_at', 'integer', (column) => column.notNull())
      .addPrimaryKeyConstraint('one_time_a_project_and_target', ['project', 'target'])
      .modifyEnd(sql`strict, without rowid`)
      .execute();
    await db.schema.createIndex('build_times_by_end').on('build_times').column('ended_at').execute();
    await db.schema
      .createTable('hourly_results')
      .addColumn('hour', 'integer', (column) => column.notNull())
      .addColumn('result', 'text', (column) => column.notNull())
      .addColumn('step', 'integer', (column) => column.notNull())
      .addColumn('builds', 'integer', (column) => column.notNull())
      .addPrimaryKeyConstraint('one_count_an_hour', ['hour', 'result', 'step'])
      .modifyEnd(sql`strict, without rowid`)
      .execute();
    await db.schema.alterTable('attempts').addColumn('worker', 'text').execute();
    await sql`update attempts set worker = json_extract(outcome, '$.evidence.worker')
      where outcome is not null`.execute(db);
    await sql`create index attempts_by_worker on attempts (worker, ended_at)
      where worker is not null`.execute(db);
    await fillTimes(db);
  },
};

/** Of several builds that succeeded of a project on a target, the newest; of its attempts, the last that built and the last that verified. */
const fillTimes = (db: Kysely<unknown>): Promise<unknown> =>
  sql`insert or replace into build_times
    select project, target, coalesce(built, 0), coalesce(verified, 0), changed_at from (
      select b.id, b.project, b.target, b.changed_at,
        (select json_extract(a.outcome, '$.evidence.endedAt') - json_extract(a.outcome, '$.evidence.startedAt')
          from attempts a where a.build = b.id and json_extract(a.outcome, '$.kind') = 'built'
          order by a.number desc limit 1) as built,
        (select json_extract(a.outcome, '$.evidence.endedAt') - json_extract(a.outcome, '$.evidence.startedAt')
          from attempts a where a.build = b.id and json_extract(a.outcome, '$.kind') = 'verified'
          order by a.number desc limit 1) as verified
      from builds b where b.state = 'succeeded')
    where built is not null order by id`.execute(db);
