import { sql, type Kysely } from 'kysely';
import type { BuildId } from '../domain/build-state.ts';
import type { ProjectName } from '../domain/release.ts';
import { canBeFound } from '../domain/search-query.ts';
import type { Catalogue } from '../farm/catalogue-port.ts';
import { readBuild } from './build-row.ts';
import { firstBehind, phrase } from './search-terms.ts';
import type { Schema } from './schema.ts';

type SearchStatements = Pick<Catalogue, 'searchProjects' | 'searchReleases' | 'searchFailures'>;

export const searchStatements = (database: Kysely<Schema>): SearchStatements => ({
  searchProjects: async ({ name, limit }) => {
    const first = await database
      .selectFrom('projects')
      .select('name')
      .where(sql<string>`name`, '>=', name)
      .where(sql<string>`name`, '<', firstBehind(name))
      .orderBy('name')
      .limit(limit)
      .execute();
    const found = new Set(first.map((row) => row.name));
    if (found.size < limit && canBeFound(name)) {
      // So many that what is left out as known still leaves enough.
      const within = await sql<{ name: ProjectName }>`select name from project_search
        where project_search match ${phrase(name)} order by rowid limit ${2 * limit}`.execute(database);
      for (const row of within.rows) found.add(row.name);
    }
    return [...found].slice(0, limit);
  },

  searchReleases: async ({ project, version, limit }) => {
    const rows = await database
      .selectFrom('builds')
      .selectAll()
      .where('project', '=', project)
      .where(sql<string>`version`, '>=', version)
      .where(sql<string>`version`, '<', firstBehind(version))
      .orderBy('id', 'desc')
      .limit(limit)
      .execute();
    return rows.map(readBuild);
  },

  searchFailures: async ({ words, limit }) => {
    const looked = words.filter(canBeFound).map(phrase);
    if (looked.length === 0) return [];
    const found = await sql<{ id: BuildId }>`select rowid as id from failure_search
      where failure_search match ${looked.join(' AND ')} order by rowid desc limit ${limit}`.execute(
      database,
    );
    if (found.rows.length === 0) return [];
    const rows = await database
      .selectFrom('builds')
      .selectAll()
      .where(
        'id',
        'in',
        found.rows.map(({ id }) => id),
      )
      .orderBy('id', 'desc')
      .execute();
    return rows.map(readBuild);
  },
});
