import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Kysely } from 'kysely';
import { expect, test } from 'vitest';
import { firstTables } from '../../src/catalogue/migrations/0001-first-tables.ts';
import { indexOfAnybody } from '../../src/catalogue/migrations/0005-index-of-anybody.ts';
import { nodeSqliteDialect } from '../../src/catalogue/node-sqlite-dialect.ts';
import { openDatabase } from '../../src/catalogue/open-catalogue.ts';

test('files and wheels of an index that was there are there afterwards, and still name their builds', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'wheelyard-migration-'));
  await using stack = new AsyncDisposableStack();
  const connection = openDatabase(join(folder.path, 'catalogue.db'));
  const database = new Kysely<unknown>({ dialect: nodeSqliteDialect(() => connection) });
  stack.defer(() => database.destroy());
  await firstTables.up(database);
  connection.exec(`
    insert into sdists values ('s', 'six', '1.0', 'six-1.0.tar.gz', 1, '{}', 1);
    insert into builds (project, version, sdist, target, state, state_facts, priority, requested_by, created_at, changed_at)
      values ('six', '1.0', 's', 'debian-12-cp311-amd64', 'succeeded', '{}', 10, 'anna', 1, 1);
    insert into wheels values ('w', 1, '{}', 2);
    insert into index_files values ('pure', 'six.whl', 'six', '1.0', 'w', 9, '>=3', 'm', 3, 1);`);
  await indexOfAnybody.up(database);
  expect(connection.prepare('select * from index_files').all()).toEqual([
    {
      node: 'pure',
      filename: 'six.whl',
      project: 'six',
      version: '1.0',
      sha256: 'w',
      size_bytes: 9,
      requires_python: '>=3',
      metadata_sha256: 'm',
      published_at: 3,
      build: 1,
      uploaded_by: null,
      yanked: null,
    },
  ]);
  expect(connection.prepare('select sha256, build from wheels').all()).toEqual([{ sha256: 'w', build: 1 }]);
  const orphan = `insert into index_files values ('pure', 'x.whl', 'x', '1', 'w', 1, null, 'm', 1, null, null, null)`;
  expect(() => connection.exec(orphan)).toThrow('built_or_uploaded');
  expect(() => connection.exec(`update index_files set build = 99`)).toThrow('FOREIGN KEY');
});
