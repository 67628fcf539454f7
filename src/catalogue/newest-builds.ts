import type { Kysely } from 'kysely';
import type { Catalogue } from '../farm/catalogue-port.ts';
import type { Schema } from './schema.ts';

/** What the matrix shows. Reads the builds of the page's projects in one index, and of the builds only the newest. */
export const newestBuildStatements = (database: Kysely<Schema>): Pick<Catalogue, 'listNewestBuilds'> => ({
  listNewestBuilds: async ({ after, projects }) => {
    const page = database
      .selectFrom('builds')
      .select('project')
      .distinct()
      .$if(after !== null, (query) => query.where('project', '>', after))
      .orderBy('project')
      .limit(projects);
    const rows = await database
      .selectFrom('builds')
      .select(['id', 'project', 'version', 'target', 'state', 'cause', 'requested_by', 'changed_at'])
      .where('id', 'in', (select) =>
        select
          .selectFrom('builds as all')
          .select((each) => each.fn.max('all.id').as('id'))
          .where('all.project', 'in', page)
          .groupBy(['all.project', 'all.target']),
      )
      .orderBy('project')
      .execute();
    return rows.map(({ changed_at: changedAt, requested_by: requestedBy, ...row }) => ({
      ...row,
      requestedBy,
      changedAt,
    }));
  },
});
