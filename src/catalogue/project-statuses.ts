import type { Kysely } from 'kysely';
import type { Catalogue } from '../farm/catalogue-port.ts';
import type { IndexChanges } from './index-changes.ts';
import type { Schema } from './schema.ts';

type StatusStatements = Pick<Catalogue, 'setProjectStatus' | 'findProjectStatus'>;

export const statusStatements = (database: Kysely<Schema>, changes: IndexChanges): StatusStatements => ({
  setProjectStatus: async ({ node, project }, { status, reason }) => {
    await database
      .insertInto('project_statuses')
      .values({ node, project, status, reason })
      .onConflict((conflict) => conflict.columns(['node', 'project']).doUpdateSet({ status, reason }))
      .execute();
    changes.announce({ node, project });
  },

  findProjectStatus: async ({ nodes, project }) => {
    if (nodes.length === 0) return null;
    const rows = await database
      .selectFrom('project_statuses')
      .selectAll()
      .where('project', '=', project)
      .where('node', 'in', nodes)
      .execute();
    const [nearest] = rows.toSorted((one, other) => nodes.indexOf(one.node) - nodes.indexOf(other.node));
    return nearest === undefined ? null : { status: nearest.status, reason: nearest.reason };
  },
});
