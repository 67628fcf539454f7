import { sql, type RawBuilder } from 'kysely';
import type { MarkBounds } from '../farm/retention-port.ts';

/** The hashes of blobs that some rows of a table name: the column `name`, or null. */
type BlobNames = {
  readonly table: string;
  readonly select: (rows: RawBuilder<unknown>) => RawBuilder<unknown>;
};

const column = (table: string, name: string): BlobNames => ({
  table,
  select: (rows) => sql`select ${sql.ref(name)} as name from ${sql.table(table)} where ${rows}`,
});

/**
 * Every column that names a blob. A new one belongs in here, or what it names is swept. In the order in which names go on
 * from table to table (held, in an index, retired), so that one that moves on while they are read is met all the same.
 *
 * Not in here: `builds.sdist` and `campaign_builds.sdist`, which are in `sdists`; `wheels.sha256`, which says what was in a
 * wheel, also when it is gone; `metadata_sha256`, whose text stands in `wheels`; hashes of tokens, images and inputs.
 */
export const blobNames = ({ attemptsSince, logsSince, changedSince }: MarkBounds): readonly BlobNames[] => [
  column('sdists', 'sha256'),
  {
    table: 'builds',
    select: (rows) =>
      sql`select json_extract(state_facts, '$.wheel') as name from builds where ${rows}
        union all select json_extract(state_facts, '$.built') from builds where ${rows}`,
  },
  column('held_files', 'sha256'),
  column('index_files', 'sha256'),
  {
    table: 'retired_files',
    select: (rows) =>
      sql`select sha256 as name from retired_files where ${rows} and retired_at >= ${changedSince}`,
  },
  {
    // One that was refused may be sent again.
    table: 'outbox',
    select: (rows) => sql`select sha256 as name from outbox where ${rows} and state <> 'sent'
      union all select wheel from outbox where ${rows} and state <> 'sent'`,
  },
  column('images', 'facts_blob'),
  {
    table: 'refreshes',
    select: (rows) =>
      sql`select inner_value.value as name from refreshes, json_tree(refreshes.state_facts) as inner_value
          where ${rows} and inner_value.key = 'facts'
        union all select json_extract(log, '$.sha256') from refreshes
          where ${rows} and coalesce(json_extract(state_facts, '$.endedAt'), requested_at) >= ${logsSince}`,
  },
  {
    // Each long text is parsed once, into the few things that are wanted of it.
    table: 'attempts',
    select: (rows) => sql`
      with page as (
        select attempts.plan, attempts.outcome, coalesce(attempts.ended_at, attempts.created_at) as ended_at,
          builds.changed_at >= ${changedSince}
            or builds.state not in ('succeeded', 'failed', 'blocked', 'cancelled') as is_open
        from attempts join builds on builds.id = attempts.build where ${rows}
      ), named as materialized (
        select is_open or ended_at >= ${attemptsSince} as is_whole, is_open or ended_at >= ${logsSince} as has_log,
          json_extract(outcome, '$.evidence.image.facts', '$.evidence.log.sha256', '$.wheel.sha256', '$.index') as made,
          case when is_open or ended_at >= ${attemptsSince}
            then json_extract(plan, '$.wheel.sha256', '$.wheels') end as taken
        from page
      )
      select made ->> 0 as name from named
      union all select made ->> 1 from named where has_log
      union all select made ->> 2 from named where is_whole
      union all select made ->> 3 from named where is_whole
      union all select taken ->> 0 from named
      union all select wheel.value ->> 'sha256' from named, json_each(named.taken, '$[1]') as wheel`,
  },
];
