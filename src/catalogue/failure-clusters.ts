import type { Kysely } from 'kysely';
import { causeOf } from '../domain/failure-cause.ts';
import type { Catalogue } from '../farm/catalogue-port.ts';
import type { FailureCluster } from '../farm/records.ts';
import { listBuilds } from './list-builds.ts';
import type { Schema } from './schema.ts';

const mostClusters = 100;
const samples = 5;

/** One look at an index that holds the failed builds only, and one for each cause that is shown. */
export const clusterStatements = (database: Kysely<Schema>): Pick<Catalogue, 'listFailureClusters'> => ({
  listFailureClusters: ({ limit }) => {
    if (!Number.isInteger(limit) || limit < 1 || limit > mostClusters) {
      throw new RangeError(`a list of causes has 1 to ${mostClusters}, not ${limit}`);
    }
    return database.transaction().execute(async (transaction) => {
      const rows = await transaction
        .selectFrom('builds')
        .select((select) => [
          'cause',
          select.fn.countAll<number>().as('count'),
          select.fn.max('changed_at').as('newest_at'),
        ])
        .where('cause', 'is not', null)
        .groupBy('cause')
        .orderBy('count', 'desc')
        .orderBy('newest_at', 'desc')
        .orderBy('cause')
        .limit(limit)
        .execute();
      const clusters: FailureCluster[] = [];
      for (const { cause, count, newest_at: newestAt } of rows) {
        if (cause === null) continue;
        const builds = await listBuilds(transaction, { cause, states: ['failed'], limit: samples });
        const [newest] = builds;
        if (newest?.state.name !== 'failed') continue;
        const { failure } = newest.state;
        clusters.push({
          cause,
          sentence: causeOf(failure).sentence,
          failure,
          count,
          newestAt,
          samples: builds,
        });
      }
      return clusters;
    });
  },
});
