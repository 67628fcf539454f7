import type { Kysely } from 'kysely';
import type { Catalogue } from '../farm/catalogue-port.ts';
import { countEach } from './count-each.ts';
import { keepMove } from './build-moves.ts';
import { changeState, readBuild, stateColumns } from './build-row.ts';
import { keepFailureText } from './keep-failure-text.ts';
import {
  countUnfinishedBuilds,
  listBuilds,
  listUnfinishedBuilds,
  listUnplannedBuilds,
} from './list-builds.ts';
import type { Schema } from './schema.ts';

type BuildStatements = Pick<
  Catalogue,
  | 'addBuild'
  | 'findBuild'
  | 'listBuilds'
  | 'countBuilds'
  | 'moveBuild'
  | 'listUnfinishedBuilds'
  | 'countUnfinishedBuilds'
  | 'listUnplannedBuilds'
  | 'listWaitingOn'
>;

export const buildStatements = (database: Kysely<Schema>): BuildStatements => ({
  addBuild: (build, at) =>
    database.transaction().execute(async (transaction) => {
      const added = await transaction
        .insertInto('builds')
        .values({
          project: build.release.project,
          version: build.release.version,
          sdist: build.sdist,
          target: build.target,
          ...stateColumns(build.state),
          priority: build.priority,
          requested_by: build.requestedBy,
          created_at: at,
          changed_at: at,
        })
        .onConflict((conflict) => conflict.columns(['sdist', 'target']).doNothing())
        .returningAll()
        .executeTakeFirst();
      if (added) {
        await keepMove(transaction, { id: added.id, to: build.state, at });
        if (build.state.name === 'failed')
          await keepFailureText(transaction, { id: added.id, state: build.state });
        return { build: readBuild(added), isNew: true };
      }
      const known = await transaction
        .selectFrom('builds')
        .selectAll()
        .where('sdist', '=', build.sdist)
        .where('target', '=', build.target)
        .executeTakeFirstOrThrow();
      return { build: readBuild(known), isNew: false };
    }),

  findBuild: async (id) => {
    const row = await database.selectFrom('builds').selectAll().where('id', '=', id).executeTakeFirst();
    return row ? readBuild(row) : null;
  },

  listBuilds: (filter) => listBuilds(database, filter),
  listUnfinishedBuilds: (page) => listUnfinishedBuilds(database, page),
  countUnfinishedBuilds: (requestedBy) => countUnfinishedBuilds(database, requestedBy),
  listUnplannedBuilds: (limit) => listUnplannedBuilds(database, limit),

  countBuilds: async () => {
    const rows = await database
      .selectFrom('builds')
      .select((select) => ['state', select.fn.countAll<number>().as('builds')])
      .groupBy('state')
      .execute();
    return countEach(rows);
  },

  moveBuild: (id, move) =>
    database.transaction().execute((transaction) => changeState(transaction, { id, ...move })),

  listWaitingOn: async (id) => {
    const rows = await database
      .selectFrom('builds')
      .selectAll()
      .where('waiting_on', '=', id)
      .orderBy('id')
      .execute();
    return rows.map(readBuild);
  },
});
