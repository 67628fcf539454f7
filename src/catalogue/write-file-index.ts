import { setImmediate as letOthersRun } from 'node:timers/promises';
import { CompiledQuery, sql, type Kysely } from 'kysely';
import type { FileIndex, IndexEntry, OsPackage } from '../domain/file-index.ts';
import type { TargetName } from '../domain/target.ts';
import type { FileIndexSize } from '../farm/target-figures-port.ts';
import type { Schema } from './schema.ts';
import { storeFile } from './stored-file.ts';

/** A transaction writes at most so many rows: tens of milliseconds, in which nobody else gets a turn. */
const rowsAtOnce = 2000;

type Cell = string | number;

/**
 * Writes an index beside the one that counts, in many short transactions, and puts it in its place in a last one. One at
 * a time: what is half done then is what an earlier process left, and is cleared away.
 */
export async function writeFileIndex(
  database: Kysely<Schema>,
  { index, entries }: { readonly index: FileIndex; readonly entries: AsyncIterable<IndexEntry> },
): Promise<void> {
  const { target } = index;
  await removeUncounted(database, target);
  try {
    const { id } = await database
      .insertInto('file_indexes')
      .values({ target, image: index.image, made_at: index.madeAt, is_whole: 0, packages: null, files: null })
      .returning('id')
      .executeTakeFirstOrThrow();
    const size = await writeEntries(database, { id, entries });
    await database.updateTable('file_indexes').set(size).where('id', '=', id).execute();
    await database
      .updateTable('file_indexes')
      // One statement, so that there is no moment without an index.
      .set((update) => ({ is_whole: sql<number>`${update.ref('id')} = ${id}` }))
      .where('target', '=', target)
      .execute();
  } finally {
    await removeUncounted(database, target);
  }
}

async function writeEntries(
  database: Kysely<Schema>,
  { id, entries }: { readonly id: number; readonly entries: AsyncIterable<IndexEntry> },
): Promise<FileIndexSize> {
  let listed = 0;
  const packages = new Map<string, { readonly number: number; facts: OsPackage | null }>();
  const folders = new Map<string, number>();
  const files = openRows(database, { id, table: 'file_index_files', columns: 5 });
  const others = openRows(database, { id, table: 'file_index_sources', columns: 2 });
  const places = openRows(database, { id, table: 'file_index_folders', columns: 2 });
  const known = (name: string): { readonly number: number; facts: OsPackage | null } => {
    const found = packages.get(name) ?? { number: packages.size, facts: null };
    packages.set(name, found);
    return found;
  };
  for await (const entry of entries) {
    switch (entry.entry) {
      case 'file': {
        const { kind, name, folder, file } = storeFile(entry);
        let place = folders.get(folder);
        if (place === undefined) {
          place = folders.size;
          folders.set(folder, place);
          await places.add([place, folder]);
        }
        listed += 1;
        await files.add([kind, name, place, file, known(entry.package).number]);
        break;
      }
      case 'package':
        known(entry.package.name).facts = entry.package;
        break;
      case 'source':
        await others.add([entry.project, JSON.stringify(entry.buildDepends)]);
        break;
    }
  }
  for (const rows of [files, others, places]) await rows.flush();
  const named = openRows(database, { id, table: 'file_index_packages', columns: 9 });
  for (const [name, { number, facts }] of packages) {
    if (facts === null) throw new Error(`nothing is said of the package ${name}, which has files`);
    const { version, source, section, isInstalled, adds, usedBySources } = facts;
    const row = [number, name, version, source, section, Number(isInstalled)];
    await named.add([...row, adds.packages, adds.kibibytes, usedBySources]);
  }
  await named.flush();
  return { packages: packages.size, files: listed };
}

/** Gathers rows of one table and writes many at once, in their own words: half a million pass through here. */
function openRows(
  database: Kysely<Schema>,
  { id, table, columns }: { readonly id: number; readonly table: keyof Schema; readonly columns: number },
): { readonly add: (row: readonly Cell[]) => Promise<void>; readonly flush: () => Promise<void> } {
  let cells: Cell[] = [];
  const place = `(${id}${', ?'.repeat(columns)})`;
  const flush = async (): Promise<void> => {
    const count = cells.length / columns;
    if (count === 0) return;
    const values = Array<string>(count).fill(place).join(', ');
    // `or ignore`: a list may name a file twice.
    await database.executeQuery(CompiledQuery.raw(`insert or ignore into ${table} values ${values}`, cells));
    cells = [];
    await letOthersRun();
  };
  return {
    add: async (row) => {
      cells.push(...row);
      if (cells.length >= rowsAtOnce * columns) await flush();
    },
    flush,
  };
}

async function removeUncounted(database: Kysely<Schema>, target: TargetName): Promise<void> {
  const left = await database
    .selectFrom('file_indexes')
    .select('id')
    .where('target', '=', target)
    .where('is_whole', '=', 0)
    .execute();
  for (const { id } of left) {
    for (const part of partsOfIndex) await removePart(database, { id, ...part });
    await database.deleteFrom('file_indexes').where('id', '=', id).execute();
  }
}

/** Removes an index's rows of one table from the front, so many at a time. */
async function removePart(
  database: Kysely<Schema>,
  { id, table, key }: Part & { readonly id: number },
): Promise<void> {
  const keys = key.join(', ');
  const rows = `from ${table} where file_index = ${id}`;
  const next = `select ${keys} ${rows} order by ${keys} limit 1 offset ${rowsAtOnce}`;
  for (;;) {
    const [end] = (await database.executeQuery<Record<string, Cell>>(CompiledQuery.raw(next))).rows;
    const bound = end === undefined ? [] : key.map((column) => end[column]);
    const before = end === undefined ? '' : ` and (${keys}) < (${key.map(() => '?').join(', ')})`;
    await database.executeQuery(CompiledQuery.raw(`delete ${rows}${before}`, bound));
    if (end === undefined) return;
    await letOthersRun();
  }
}

type Part = { readonly table: keyof Schema; readonly key: readonly string[] };

const partsOfIndex: readonly Part[] = [
  { table: 'file_index_files', key: ['kind', 'name', 'folder', 'file', 'package'] },
  { table: 'file_index_folders', key: ['folder'] },
  { table: 'file_index_packages', key: ['package'] },
  { table: 'file_index_sources', key: ['project'] },
];
