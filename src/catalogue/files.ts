import type { Kysely } from 'kysely';
import { compareVersions } from '../domain/release.ts';
import type { Catalogue } from '../farm/catalogue-port.ts';
import type { IndexFile } from '../farm/records.ts';
import type { IndexFileRow, Schema } from './schema.ts';

type FileStatements = Pick<
  Catalogue,
  'publishFile' | 'listFiles' | 'listProjects' | 'findFile' | 'revisionOf'
>;

export const fileStatements = (database: Kysely<Schema>): FileStatements => ({
  publishFile: (file) =>
    database.transaction().execute(async (transaction) => {
      const published = await transaction
        .insertInto('index_files')
        .values(writeFile(file))
        .onConflict((conflict) => conflict.columns(['node', 'filename']).doNothing())
        .returning('sha256')
        .executeTakeFirst();
      if (!published) {
        const standing = await transaction
          .selectFrom('index_files')
          .select('sha256')
          .where('node', '=', file.node)
          .where('filename', '=', file.filename)
          .executeTakeFirstOrThrow();
        return standing.sha256 === file.sha256 ? 'known' : 'taken';
      }
      await transaction
        .insertInto('index_projects')
        .values({ node: file.node, project: file.project })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
      await transaction
        .insertInto('index_revisions')
        .values({ node: file.node, revision: 1 })
        .onConflict((conflict) =>
          conflict
            .column('node')
            .doUpdateSet((set) => ({ revision: set('index_revisions.revision', '+', 1) })),
        )
        .execute();
      return 'published';
    }),

  listFiles: async ({ nodes, project }) => {
    if (nodes.length === 0) return [];
    const rows = await database
      .selectFrom('index_files')
      .selectAll()
      .where('project', '=', project)
      .where('node', 'in', nodes)
      .execute();
    return firstOfEachName(rows, nodes)
      .map(readFile)
      .sort(
        (one, other) =>
          compareVersions(one.version, other.version) || compareText(one.filename, other.filename),
      );
  },

  listProjects: async (nodes) => {
    if (nodes.length === 0) return [];
    const rows = await database
      .selectFrom('index_projects')
      .select('project')
      .where('node', 'in', nodes)
      .distinct()
      .orderBy('project')
      .execute();
    return rows.map((row) => row.project);
  },

  findFile: async (sha256, filename) => {
    const row = await database
      .selectFrom('index_files')
      .selectAll()
      .where('sha256', '=', sha256)
      .where('filename', '=', filename)
      .orderBy('published_at')
      .orderBy('node')
      .limit(1)
      .executeTakeFirst();
    return row ? readFile(row) : null;
  },

  revisionOf: async (nodes) => {
    if (nodes.length === 0) return 0;
    const rows = await database
      .selectFrom('index_revisions')
      .select('revision')
      .where('node', 'in', nodes)
      .execute();
    return rows.reduce((sum, row) => sum + row.revision, 0);
  },
});

/** A name that stands in several nodes is served from the first of them. */
function firstOfEachName(rows: readonly IndexFileRow[], nodes: readonly string[]): readonly IndexFileRow[] {
  const nearestLast = rows.toSorted((one, other) => nodes.indexOf(other.node) - nodes.indexOf(one.node));
  return [...new Map(nearestLast.map((row) => [row.filename, row])).values()];
}

const compareText = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

const writeFile = (file: IndexFile): IndexFileRow => ({
  node: file.node,
  filename: file.filename,
  project: file.project,
  version: file.version,
  sha256: file.sha256,
  size_bytes: file.sizeBytes,
  requires_python: file.requiresPython,
  metadata_sha256: file.metadataSha256,
  published_at: file.publishedAt,
  build: file.build,
});

const readFile = (row: IndexFileRow): IndexFile => ({
  node: row.node,
  project: row.project,
  version: row.version,
  filename: row.filename,
  sha256: row.sha256,
  sizeBytes: row.size_bytes,
  requiresPython: row.requires_python,
  metadataSha256: row.metadata_sha256,
  publishedAt: row.published_at,
  build: row.build,
});
