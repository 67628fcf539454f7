import { sql, type Kysely } from 'kysely';
import { canBeFound } from '../domain/search-query.ts';
import type { Catalogue } from '../farm/catalogue-port.ts';
import { readBuild } from './build-row.ts';
import { readFile } from './files.ts';
import { firstBehind, phrase } from './search-terms.ts';
import type { Schema } from './schema.ts';

type ProjectStatements = Pick<
  Catalogue,
  'listVersions' | 'listReleases' | 'listProjectStatuses' | 'listIndexProjects'
>;

export const projectStatements = (database: Kysely<Schema>): ProjectStatements => ({
  listVersions: async (project) => {
    const rows = await database
      .selectFrom('sdists')
      .select('version')
      .where('project', '=', project)
      .union((select) => select.selectFrom('index_files').select('version').where('project', '=', project))
      .execute();
    return rows.map(({ version }) => version);
  },

  listReleases: async ({ project, versions }) => {
    if (versions.length === 0) return { sdists: [], builds: [], files: [] };
    return database.transaction().execute(async (transaction) => {
      const sdists = await transaction
        .selectFrom('sdists')
        .select(['version', 'sha256', 'filename', 'size_bytes', 'added_at'])
        .where('project', '=', project)
        .where('version', 'in', versions)
        .execute();
      const builds = await transaction
        .selectFrom('builds')
        .selectAll()
        .where('project', '=', project)
        .where('version', 'in', versions)
        .execute();
      const files = await transaction
        .selectFrom('index_files')
        .selectAll()
        .where('project', '=', project)
        .where('version', 'in', versions)
        .execute();
      return {
        sdists: sdists.map(({ size_bytes: sizeBytes, added_at: addedAt, ...row }) => ({
          ...row,
          sizeBytes,
          addedAt,
        })),
        builds: builds.map(readBuild),
        files: files.map(readFile),
      };
    });
  },

  listProjectStatuses: async ({ project, nodes }) =>
    nodes.length === 0
      ? []
      : database
          .selectFrom('project_statuses')
          .select(['node', 'status', 'reason'])
          .where('project', '=', project)
          .where('node', 'in', nodes)
          .execute(),

  listIndexProjects: async ({ nodes, name, after, limit }) => {
    if (nodes.length === 0) return [];
    const page = await database
      .selectFrom('index_projects')
      .select('project')
      .distinct()
      .where('node', 'in', nodes)
      .$if(after !== null, (query) => query.where('project', '>', after))
      .$if(canBeFound(name), (query) =>
        query.where(
          'project',
          'in',
          sql<never>`(select name from project_search where project_search match ${phrase(name)})`,
        ),
      )
      .$if(name !== '' && !canBeFound(name), (query) =>
        query.where(sql<string>`project`, '>=', name).where(sql<string>`project`, '<', firstBehind(name)),
      )
      .orderBy('project')
      .limit(limit)
      .execute();
    if (page.length === 0) return [];
    const counted = await database
      .selectFrom('index_files')
      .select((select) => ['project', select.fn.countAll<number>().as('files')])
      .where(
        'project',
        'in',
        page.map(({ project }) => project),
      )
      .where('node', 'in', nodes)
      .groupBy('project')
      .execute();
    const files = new Map(counted.map((row) => [row.project, row.files]));
    return page.map(({ project }) => ({ project, files: files.get(project) ?? 0 }));
  },
});
