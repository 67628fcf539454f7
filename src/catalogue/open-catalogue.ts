import { DatabaseSync } from 'node:sqlite';
import { Kysely } from 'kysely';
import type { Catalogue } from '../farm/catalogue-port.ts';
import { composeCatalogue } from './catalogue.ts';
import { migrate } from './migrate.ts';
import { nodeSqliteDialect } from './node-sqlite-dialect.ts';
import type { Schema } from './schema.ts';

/** Opens the catalogue in an SQLite file, which is made when it is not there (its folder is not). */
export async function openCatalogue(options: {
  readonly file: string;
}): Promise<Catalogue & AsyncDisposable> {
  const database = new Kysely<Schema>({ dialect: nodeSqliteDialect(() => openDatabase(options.file)) });
  try {
    await migrate(database);
  } catch (cause) {
    await database.destroy().catch(() => undefined); // It may never have been open.
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`can not open the catalogue ${options.file}: ${why}`, { cause });
  }
  return { ...composeCatalogue(database), [Symbol.asyncDispose]: () => database.destroy() };
}

/**
 * The one who writes is one process; others (a backup, a shell) hold the lock for moments. Not longer, because
 * SQLite waits with the whole process standing still.
 */
const busyMilliseconds = 1_000;

export function openDatabase(file: string): DatabaseSync {
  const database = new DatabaseSync(file, { timeout: busyMilliseconds, enableForeignKeyConstraints: true });
  try {
    // FULL: an outcome is forgotten by the queue once it stands here, so a commit must outlive the power going out.
    database.exec('pragma journal_mode = wal; pragma synchronous = full;');
  } catch (error) {
    database.close();
    throw error;
  }
  return database;
}
