import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Kysely } from 'kysely';
import { expect, test } from 'vitest';
import { firstTables } from '../../src/catalogue/migrations/0001-first-tables.ts';
import { workRecords } from '../../src/catalogue/migrations/0021-work-records.ts';
import { nodeSqliteDialect } from '../../src/catalogue/node-sqlite-dialect.ts';
import { openDatabase } from '../../src/catalogue/open-catalogue.ts';

const outcome = (kind: string, times: readonly [startedAt: number, endedAt: number]): string =>
  JSON.stringify({ kind, evidence: { worker: 'host-1', startedAt: times[0], endedAt: times[1] } });

test('a farm of before knows how long its builds took, and who carried out what', async () => {
  await using stack = new AsyncDisposableStack();
  const folder = stack.use(await mkdtempDisposable(join(tmpdir(), 'wheelyard-migration-')));
  const connection = openDatabase(join(folder.path, 'catalogue.sqlite'));
  const database = new Kysely<unknown>({ dialect: nodeSqliteDialect(() => connection) });
  stack.defer(() => database.destroy());
  await firstTables.up(database);
  connection.exec(
    `insert into sdists values ('s', 'six', '1.0', 'f', 1, '{}', 1), ('t', 'six', '2.0', 'f', 1, '{}', 1)`,
  );
  const addBuild = connection.prepare(
    `insert into builds (project, version, sdist, target, state, state_facts, priority, requested_by, created_at, changed_at)
      values ('six', ?, ?, ?, ?, '{}', 10, 'anna', 1, ?)`,
  );
  addBuild.run('1.0', 's', 'bookworm', 'succeeded', 500);
  addBuild.run('2.0', 't', 'bookworm', 'succeeded', 900);
  addBuild.run('1.0', 's', 'trixie', 'failed', 950);
  const addAttempt = connection.prepare(
    `insert into attempts values (?, ?, ?, '{}', 'linux/amd64', 1, ?, ?)`,
  );
  addAttempt.run('1.1', 1, 1, outcome('built', [0, 400]), 400);
  addAttempt.run('2.1', 2, 1, outcome('built', [0, 10]), 10);
  addAttempt.run('2.2', 2, 2, outcome('built', [500, 800]), 800);
  addAttempt.run('2.3', 2, 3, outcome('verified', [800, 850]), 850);
  addAttempt.run('3.1', 3, 1, null, null);
  await workRecords.up(database);
  expect(connection.prepare('select * from build_times').all()).toEqual([
    { project: 'six', target: 'bookworm', build_milliseconds: 300, verify_milliseconds: 50, ended_at: 900 },
  ]);
  expect(connection.prepare('select id, worker from attempts order by id').all()).toMatchObject([
    { id: '1.1', worker: 'host-1' },
    { id: '2.1', worker: 'host-1' },
    { id: '2.2', worker: 'host-1' },
    { id: '2.3', worker: 'host-1' },
    { id: '3.1', worker: null },
  ]);
});
