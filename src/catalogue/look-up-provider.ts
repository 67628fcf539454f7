import { sql, type Kysely, type Selectable } from 'kysely';
import type { Provider } from '../domain/file-index.ts';
import type { LookUp } from '../domain/look-up-missing.ts';
import type { Schema } from './schema.ts';
import { pathOf, seekOf } from './stored-file.ts';

type FileWish = Extract<LookUp, { by: 'file' }>;
type PackageWish = Extract<LookUp, { by: 'package' }>;
type Search<Wish> = { readonly id: number; readonly wishes: readonly Wish[]; readonly limit: number };

/** All of one index that fit any of the wishes; in default folders, and what most of the release is built with, first. */
export async function lookUp(
  database: Kysely<Schema>,
  { id, wishes, limit }: Search<LookUp>,
): Promise<readonly Provider[]> {
  const files = wishes.filter((wish) => wish.by === 'file');
  const packages = wishes.filter((wish) => wish.by === 'package');
  const found = files.length === 0 ? [] : await byFile(database, { id, wishes: files, limit });
  for (const wish of packages) found.push(...(await byPackage(database, { id, wish, limit })));
  return found.slice(0, limit);
}

async function byFile(
  database: Kysely<Schema>,
  { id, wishes, limit }: Search<FileWish>,
): Promise<Provider[]> {
  // Only headers are looked for in a folder, and these one at a time.
  const folder = wishes[0]?.folder ?? null;
  const end = folder === null ? '' : `/${folder}`;
  const seeks = wishes
    .map((wish) => seekOf(wish.kind, wish.name))
    .map(({ kind, name }) => sql`(${kind}, ${name})`);
  const rows = await database
    .selectFrom('file_index_files as file')
    .innerJoin('file_index_folders as place', (join) =>
      join.onRef('place.file_index', '=', 'file.file_index').onRef('place.folder', '=', 'file.folder'),
    )
    .innerJoin('file_index_packages as owner', (join) =>
      join.onRef('owner.file_index', '=', 'file.file_index').onRef('owner.package', '=', 'file.package'),
    )
    .select(['place.path as folder', 'file.file', 'file.name as key'])
    .select(packageColumns)
    .where('file.file_index', '=', id)
    .where(sql<boolean>`(file.kind, file.name) in (values ${sql.join(seeks)})`)
    .$if(end !== '', (query) => query.where(sql`substr(place.path, ${-end.length})`, '=', end))
    .orderBy(sql`place.path in (${sql.join(defaultIncludes.map((place) => place + end))})`, 'desc')
    .orderBy('owner.used_by_sources', 'desc')
    .orderBy('place.path')
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    package: readPackage(row),
    path: pathOf({ folder: row.folder, file: row.file, name: row.key }),
  }));
}

const defaultIncludes = ['', '/x86_64-linux-gnu', '/aarch64-linux-gnu'].map(
  (place) => `/usr/include${place}`,
);

async function byPackage(
  database: Kysely<Schema>,
  { id, wish, limit }: { readonly id: number; readonly wish: PackageWish; readonly limit: number },
): Promise<readonly Provider[]> {
  const packages = database
    .selectFrom('file_index_packages as owner')
    .select(packageColumns)
    // The plus keeps SQLite from reading all packages of the index by its primary key.
    .where(sql`+owner.file_index`, '=', id);
  const named = packages.where('owner.name', 'in', [...wish.names]);
  const rows = await named
    .union(packages.where('owner.source', '=', wish.source))
    .limit(limit)
    .execute();
  return rows
    .filter(({ name }) => wish.names.includes(name) || /-dev(el)?$/.test(name))
    .map((row) => ({ package: readPackage(row), path: '' }));
}

const packageColumns = [
  'owner.name',
  'owner.version',
  'owner.source',
  'owner.section',
  'owner.is_installed',
  'owner.adds_packages',
  'owner.adds_kibibytes',
  'owner.used_by_sources',
] as const;

const readPackage = (
  row: Omit<Selectable<Schema['file_index_packages']>, 'file_index' | 'package'>,
): Provider['package'] => ({
  name: row.name,
  version: row.version,
  source: row.source,
  section: row.section,
  isInstalled: row.is_installed === 1,
  adds: { packages: row.adds_packages, kibibytes: row.adds_kibibytes },
  usedBySources: row.used_by_sources,
});
