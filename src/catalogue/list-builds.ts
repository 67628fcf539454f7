import { sql, type Kysely, type SelectQueryBuilder } from 'kysely';
import { buildStateNames, isFinal, type BuildId, type BuildStateName } from '../domain/build-state.ts';
import type { Build, BuildFilter } from '../farm/records.ts';
import { readBuild } from './build-row.ts';
import type { Schema } from './schema.ts';

const largestPage = 500;
const finalStates = buildStateNames.filter(isFinal).map((name) => sql.lit(name));

/**
 * Newest first. Asks for the newest ids of each state by itself, for which there is an index whatever else is
 * filtered, and takes the newest of those: a page costs the same however long the history is.
 */
export async function listBuilds(database: Kysely<Schema>, filter: BuildFilter): Promise<readonly Build[]> {
  checkLimit(filter.limit);
  const [first, ...others] = [...new Set(filter.states ?? buildStateNames)].map((state) =>
    newestIn(database, { ...filter, state }),
  );
  if (first === undefined) return [];
  const candidates = others.reduce<typeof first>((union, other) => union.unionAll(other), first);
  const rows = await database
    .selectFrom('builds')
    .selectAll()
    .where('id', 'in', (select) =>
      select.selectFrom(candidates.as('candidates')).select('id').orderBy('id', 'desc').limit(filter.limit),
    )
    .orderBy('id', 'desc')
    .execute();
  return rows.map(readBuild);
}

/** `select id from (…)`: a part of a union may not have an order of its own in SQLite. */
const newestIn = (
  database: Kysely<Schema>,
  filter: BuildFilter & { readonly state: BuildStateName },
): SelectQueryBuilder<{ newest: { id: BuildId } }, 'newest', { id: BuildId }> =>
  database
    .selectFrom((select) => {
      let query = select.selectFrom('builds').select('id').where('state', '=', filter.state);
      if (filter.project !== undefined) query = query.where('project', '=', filter.project);
      if (filter.target !== undefined) query = query.where('target', '=', filter.target);
      if (filter.cause !== undefined) query = query.where('cause', '=', filter.cause);
      if (filter.before !== undefined) query = query.where('id', '<', filter.before);
      return query.orderBy('id', 'desc').limit(filter.limit).as('newest');
    })
    .select('newest.id');

/** By priority, then oldest first. Neither ever changes, so a page goes on where the last one ended. */
export async function listUnfinishedBuilds(
  database: Kysely<Schema>,
  page: { readonly after: BuildId | null; readonly limit: number },
): Promise<readonly Build[]> {
  checkLimit(page.limit);
  const { after } = page;
  let query = database
    .selectFrom('builds')
    .selectAll()
    // As literals: SQLite uses the index of unfinished builds only for the very condition that the index has.
    .where('state', 'not in', sql<BuildStateName>`(${sql.join(finalStates)})`);
  if (after !== null) {
    query = query.where((where) =>
      where(
        where.refTuple('priority', 'id'),
        '>',
        where.tuple(
          where.selectFrom('builds as last').select('last.priority').where('last.id', '=', after),
          after,
        ),
      ),
    );
  }
  const rows = await query.orderBy('priority').orderBy('id').limit(page.limit).execute();
  return rows.map(readBuild);
}

/** Reads the index of unfinished builds alone, however long the history is. */
export async function countUnfinishedBuilds(database: Kysely<Schema>, requestedBy: string): Promise<number> {
  const row = await database
    .selectFrom('builds')
    .select((select) => select.fn.countAll<number>().as('builds'))
    .where('state', 'not in', sql<BuildStateName>`(${sql.join(finalStates)})`)
    .where('requested_by', '=', requestedBy)
    .executeTakeFirstOrThrow();
  return row.builds;
}

/** What the scheduler plans next. */
export async function listUnplannedBuilds(
  database: Kysely<Schema>,
  limit: number,
): Promise<readonly Build[]> {
  checkLimit(limit);
  const rows = await database
    .selectFrom('builds')
    .selectAll()
    .where('state', '=', 'queued')
    .where('attempt', 'is', null)
    .orderBy('priority')
    .orderBy('id')
    .limit(limit)
    .execute();
  return rows.map(readBuild);
}

function checkLimit(limit: number): void {
  if (!Number.isInteger(limit) || limit < 1 || limit > largestPage) {
    throw new RangeError(`a page has 1 to ${largestPage} builds, not ${limit}`);
  }
}
