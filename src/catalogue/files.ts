import type { Kysely } from 'kysely';
import { compareVersions, type Version } from '../domain/release.ts';
import type { Catalogue } from '../farm/catalogue-port.ts';
import type { IndexFile } from '../farm/records.ts';
import type { IndexChanges } from './index-changes.ts';
import { enterFile } from './index-entry.ts';
import type { IndexFileRow, Schema } from './schema.ts';

type FileStatements = Pick<
  Catalogue,
  'publishFile' | 'yankFile' | 'listFiles' | 'listProjects' | 'findFile' | 'findFileIn'
>;

export const fileStatements = (database: Kysely<Schema>, changes: IndexChanges): FileStatements => ({
  publishFile: async (file) => {
    const published = await database
      .transaction()
      .execute((transaction) => enterFile(transaction, writeFile(file)));
    if (published === 'published') changes.announce(file);
    return published;
  },

  yankFile: async ({ node, filename }, reason) => {
    const changed = await database
      .updateTable('index_files')
      .set({ yanked: reason })
      .where('node', '=', node)
      .where('filename', '=', filename)
      .returning('project')
      .executeTakeFirst();
    if (changed) changes.announce({ node, project: changed.project });
    return changed !== undefined;
  },

  listFiles: async ({ nodes, project }) => {
    if (nodes.length === 0) return [];
    const rows = await database
      .selectFrom('index_files')
      .selectAll()
      .where('project', '=', project)
      .where('node', 'in', nodes)
      .execute();
    const files = firstOfEachName(rows, nodes).map(readFile);
    const places = placesOf(files.map(({ version }) => version));
    return files.sort(
      (one, other) =>
        (places.get(one.version) ?? 0) - (places.get(other.version) ?? 0) ||
        compareText(one.filename, other.filename),
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

  findFileIn: async (node, filename) => {
    const row = await database
      .selectFrom('index_files')
      .selectAll()
      .where('node', '=', node)
      .where('filename', '=', filename)
      .executeTakeFirst();
    return row ? readFile(row) : null;
  },
});

/** Where each version stands among all: reading versions takes longer than sorting files, and many files share one. */
function placesOf(versions: readonly Version[]): ReadonlyMap<Version, number> {
  return new Map([...new Set(versions)].sort(compareVersions).map((version, place) => [version, place]));
}

/** A name that stands in several nodes is served from the first of them. */
function firstOfEachName(rows: readonly IndexFileRow[], nodes: readonly string[]): readonly IndexFileRow[] {
  const nearestLast = rows.toSorted((one, other) => nodes.indexOf(other.node) - nodes.indexOf(one.node));
  return [...new Map(nearestLast.map((row) => [row.filename, row])).values()];
}

const compareText = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

export const writeFile = (file: IndexFile): IndexFileRow => ({
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
  uploaded_by: file.uploadedBy,
  yanked: file.yanked,
});

export const readFile = (row: IndexFileRow): IndexFile => ({
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
  uploadedBy: row.uploaded_by,
  yanked: row.yanked,
});
