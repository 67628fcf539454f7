import { Kysely } from 'kysely';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { firstTables } from '../../src/catalogue/migrations/0001-first-tables.ts';
import { failureCauses } from '../../src/catalogue/migrations/0003-failure-causes.ts';
import { nodeSqliteDialect } from '../../src/catalogue/node-sqlite-dialect.ts';

test('builds that failed before causes were kept have theirs afterwards, page by page, and no other build has one', async () => {
  const connection = new DatabaseSync(':memory:');
  await using database = new Kysely<unknown>({ dialect: nodeSqliteDialect(() => connection) });
  await firstTables.up(database);
  const failed = `{"name":"failed","failure":{"kind":"missing-program","program":"' || (n % 2) || '","line":"x"}}`;
  connection.exec(`
    with recursive numbers (n) as (select 1 union all select n + 1 from numbers where n < 1300)
    insert into sdists select printf('%064x', n), 'p', n, 'x.tar.gz', 1, '{}', 1 from numbers;
    with recursive numbers (n) as (select 1 union all select n + 1 from numbers where n < 1300)
    insert into builds (project, version, sdist, target, state, state_facts, priority, requested_by, created_at, changed_at)
      select 'p', n, printf('%064x', n), 't', case n % 13 when 0 then 'blocked' else 'failed' end,
        case n % 13 when 0 then '{"name":"blocked","rule":"r"}' else '${failed}' end, 1, 'x', 1, 1 from numbers;`);
  await failureCauses.up(database);
  const count = connection
    .prepare('select cause, state, count(*) as n from builds group by cause, state')
    .all();
  expect(count.map((row) => ({ ...row }))).toEqual([
    { cause: null, state: 'blocked', n: 100 },
    { cause: 'missing-program:0', state: 'failed', n: 600 },
    { cause: 'missing-program:1', state: 'failed', n: 600 },
  ]);
});
