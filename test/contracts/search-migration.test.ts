import { Kysely } from 'kysely';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { firstTables } from '../../src/catalogue/migrations/0001-first-tables.ts';
import { search } from '../../src/catalogue/migrations/0020-search.ts';
import { failuresByProject } from '../../src/catalogue/migrations/0024-failures-by-project.ts';
import { nodeSqliteDialect } from '../../src/catalogue/node-sqlite-dialect.ts';

test('projects and failures of before are found afterwards, page by page', async () => {
  const connection = new DatabaseSync(':memory:');
  await using database = new Kysely<unknown>({ dialect: nodeSqliteDialect(() => connection) });
  await firstTables.up(database);
  const failed = `{"name":"failed","failure":{"kind":"missing-program","program":"tool' || (n % 2) || '","line":"x"}}`;
  connection.exec(`
    with recursive numbers (n) as (select 1 union all select n + 1 from numbers where n < 1300)
    insert into sdists select printf('%064x', n), 'project-' || (n % 3), n, 'x.tar.gz', 1, '{}', 1 from numbers;
    insert into builds (project, version, sdist, target, state, state_facts, priority, requested_by, created_at, changed_at)
      select project, version, sha256, 't', case n % 13 when 0 then 'blocked' else 'failed' end,
        case n % 13 when 0 then '{"name":"blocked","rule":"r"}' else '${failed}' end, 1, 'x', 1, 1
      from (select *, rowid as n from sdists);`);
  await search.up(database);
  const count = (sql: string) => connection.prepare(`select count(*) as n from ${sql}`).get()?.['n'];
  expect(count('projects')).toBe(3);
  expect(count(`project_search where name match 'ject'`)).toBe(3);
  expect(count(`failure_search where text match '"tool1"'`)).toBe(600);
  expect(count(`failure_search where text match '"missing program"'`)).toBe(1200);
  expect(count(`failure_search where text match '"project-1"'`)).toBe(0);
  await failuresByProject.up(database);
  expect(count(`failure_search where text match '"project-1" AND "missing program"'`)).toBe(400);
  expect(count(`failure_search where text match '"tool1"'`)).toBe(600);
});
