import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import {
  SqliteAdapter,
  SqliteDriver,
  SqliteIntrospector,
  SqliteQueryCompiler,
  type Dialect,
  type SqliteDatabase,
  type SqliteStatement,
} from 'kysely';
import { Outage } from '../farm/ports.ts';

/** kysely over the SQLite that Node brings along. kysely itself lets one transaction after the other onto the connection. */
export const nodeSqliteDialect = (open: () => DatabaseSync): Dialect => ({
  createDriver: () => new SqliteDriver({ database: async () => adaptDatabase(open()) }),
  createAdapter: () => new TransactionalDdlAdapter(),
  createIntrospector: (db) => new SqliteIntrospector(db),
  createQueryCompiler: () => new SqliteQueryCompiler(),
});

/** SQLite does roll back DDL. kysely says no, and would leave half a schema behind when a migration is cut off. */
class TransactionalDdlAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

function adaptDatabase(database: DatabaseSync): SqliteDatabase {
  return {
    close: () => database.close(),
    prepare: (sql) => {
      // A failed disk makes SQLite roll back by itself; a second rollback would hide why.
      if (sql === 'rollback' && !database.isTransaction) return nothing;
      return naming(() => adaptStatement(database.prepare(sql)));
    },
  };
}

const nothing: SqliteStatement = {
  reader: false,
  all: () => [],
  run: () => ({ changes: 0, lastInsertRowid: 0 }),
  iterate: () => [].values(),
};

const adaptStatement = (statement: StatementSync): SqliteStatement => ({
  reader: statement.columns().length > 0,
  all: (parameters) => naming(() => statement.all(...parameters.map(toInput))),
  run: (parameters) => naming(() => statement.run(...parameters.map(toInput))),
  iterate: (parameters) => statement.iterate(...parameters.map(toInput)),
});

function toInput(value: unknown): SQLInputValue {
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint') {
    return value;
  }
  throw new TypeError(`SQLite has no place for a ${typeof value}`);
}

/** Primary result codes that say that the world is not in order: https://sqlite.org/rescode.html */
const outages: ReadonlyMap<number, string> = new Map([
  [5, 'another process holds its lock'],
  [6, 'it is locked'],
  [7, 'there is no memory left'],
  [8, 'it may only be read'],
  [10, 'its disk fails'],
  [11, 'its file is damaged'],
  [13, 'its disk is full'],
  [14, 'its file can not be opened'],
]);

function naming<Value>(run: () => Value): Value {
  try {
    return run();
  } catch (error) {
    const why = outages.get(primaryCode(error));
    throw why === undefined ? error : new Outage(`the catalogue can not be used: ${why}`, { cause: error });
  }
}

const primaryCode = (error: unknown): number =>
  error instanceof Error && 'errcode' in error && typeof error.errcode === 'number'
    ? error.errcode & 0xff
    : 0;
