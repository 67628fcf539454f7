import type { Kysely } from 'kysely';
import type { WatchList } from '../domain/watch-list.ts';
import type { Catalogue } from '../farm/catalogue-port.ts';
import type { WatchedProject, WatchedRelease } from '../farm/records.ts';
import type { Schema } from './schema.ts';
import type { WatchedProjectRow, WatchedReleaseRow } from './watched-tables.ts';
import { readJson, writeJson } from './stored-json.ts';
import type { WatchRecords } from '../farm/watch-port.ts';

export const watchStatements = (database: Kysely<Schema>): Pick<Catalogue, keyof WatchRecords> => ({
  putWatchList: async (list, at) => {
    const definition = writeJson({ ...list, projects: [...list.projects] });
    await database
      .insertInto('watch_lists')
      .values({ name: list.name, definition, changed_at: at })
      .onConflict((conflict) => conflict.column('name').doUpdateSet({ definition, changed_at: at }))
      .execute();
  },

  removeWatchList: async (name) => {
    const removed = await database.deleteFrom('watch_lists').where('name', '=', name).executeTakeFirst();
    return removed.numDeletedRows === 1n;
  },

  listWatchLists: async () => {
    const rows = await database.selectFrom('watch_lists').select('definition').orderBy('name').execute();
    return rows.map(({ definition }): WatchList => {
      const list = readJson(definition);
      return { ...list, projects: new Map(list.projects) };
    });
  },

  keepWatchedProject: async (project) => {
    const { upstream, project: name, ...facts } = writeProject(project);
    await database
      .insertInto('watched_projects')
      .values({ upstream, project: name, ...facts })
      .onConflict((conflict) => conflict.columns(['upstream', 'project']).doUpdateSet(facts))
      .execute();
  },

  listWatchedProjects: async (upstream) => {
    const rows = await database
      .selectFrom('watched_projects')
      .selectAll()
      .where('upstream', '=', upstream)
      .orderBy('project')
      .execute();
    return rows.map(readProject);
  },

  keepChangelogSerial: async ({ upstream, url, serial }) => {
    await database
      .insertInto('changelog_serials')
      .values({ upstream, url, serial })
      .onConflict((conflict) => conflict.column('upstream').doUpdateSet({ url, serial }))
      .execute();
  },

  findChangelogSerial: async ({ upstream, url }) => {
    const row = await database
      .selectFrom('changelog_serials')
      .select('serial')
      .where('upstream', '=', upstream)
      .where('url', '=', url)
      .executeTakeFirst();
    return row?.serial ?? null;
  },

  keepWatchedRelease: async (release) => {
    const row = writeRelease(release);
    const { state, is_yanked, words } = row;
    await database
      .insertInto('watched_releases')
      .values(row)
      .onConflict((conflict) =>
        conflict.columns(['upstream', 'project', 'version']).doUpdateSet({ state, is_yanked, words }),
      )
      .execute();
  },

  listWatchedReleases: async ({ upstream, project }) => {
    const rows = await database
      .selectFrom('watched_releases')
      .selectAll()
      .where('upstream', '=', upstream)
      .where('project', '=', project)
      .execute();
    return rows.map(readRelease);
  },

  listUnindexedReleases: async (project) => {
    const rows = await database
      .selectFrom('watched_releases')
      .selectAll()
      .where('project', '=', project)
      .where('indexed_at', 'is', null)
      .execute();
    return rows.map(readRelease);
  },

  markIndexed: async ({ upstream, project, version }, at) => {
    await database
      .updateTable('watched_releases')
      .set({ indexed_at: at })
      .where('upstream', '=', upstream)
      .where('project', '=', project)
      .where('version', '=', version)
      .execute();
  },
});

const writeProject = (project: WatchedProject): WatchedProjectRow => ({
  upstream: project.upstream,
  project: project.project,
  etag: project.etag,
  serial: project.serial,
  rules: project.rules,
  looked_at: project.lookedAt,
  due_at: project.dueAt,
  event_at: project.eventAt,
  problem: project.problem,
  faults: project.faults,
});

const readProject = (row: WatchedProjectRow): WatchedProject => ({
  upstream: row.upstream,
  project: row.project,
  etag: row.etag,
  serial: row.serial,
  rules: row.rules,
  lookedAt: row.looked_at,
  dueAt: row.due_at,
  eventAt: row.event_at,
  problem: row.problem,
  faults: row.faults,
});

const writeRelease = (release: WatchedRelease): WatchedReleaseRow => ({
  upstream: release.upstream,
  project: release.project,
  version: release.version,
  seen_at: release.seenAt,
  state: release.state,
  is_yanked: release.isYanked ? 1 : 0,
  words: release.words,
  indexed_at: release.indexedAt,
});

const readRelease = (row: WatchedReleaseRow): WatchedRelease => ({
  upstream: row.upstream,
  project: row.project,
  version: row.version,
  seenAt: row.seen_at,
  state: row.state,
  isYanked: row.is_yanked === 1,
  words: row.words,
  indexedAt: row.indexed_at,
});
