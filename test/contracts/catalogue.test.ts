import { execFile } from 'node:child_process';
import { mkdtempDisposable, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Kysely } from 'kysely';
import { describe, expect, it, vi } from 'vitest';
import { composeCatalogue } from '../../src/catalogue/catalogue.ts';
import { nodeSqliteDialect } from '../../src/catalogue/node-sqlite-dialect.ts';
import { openCatalogue, openDatabase } from '../../src/catalogue/open-catalogue.ts';
import type { Schema } from '../../src/catalogue/schema.ts';
import type { AttemptId, AttemptPlan } from '../../src/domain/plan.ts';
import { Outage } from '../../src/farm/ports.ts';
import { describeCatalogue } from './catalogue.contract.ts';
import {
  addBuildOf,
  attemptNamed,
  buildPlanOf,
  failedOutcome,
  indexFileOf,
  nextAttempt,
  projectNamed,
  sdistOf,
  wheelOf,
} from './catalogue-samples.ts';

// Every commit waits for the disk, which may be busy with what others do.
vi.setConfig({ testTimeout: 30_000 });

const openFolder = () => mkdtempDisposable(join(tmpdir(), 'wheelyard-catalogue-'));

describeCatalogue('in a new file', () => openHouse(1));
describeCatalogue('in a file that was there', () => openHouse(2));

async function openHouse(times: number) {
  await using opened = new AsyncDisposableStack();
  const folder = opened.use(await openFolder());
  const file = join(folder.path, 'catalogue.sqlite');
  for (let before = 1; before < times; before += 1) {
    await using _earlier = await openCatalogue({ file });
  }
  const catalogue = opened.use(await openCatalogue({ file }));
  const house = opened.move();
  return { catalogue, [Symbol.asyncDispose]: () => house.disposeAsync() };
}

describe('a catalogue in a file', () => {
  it('reads an sdist that was taken in before hints were looked for as one without any', async () => {
    await using folder = await openFolder();
    const file = join(folder.path, 'catalogue.sqlite');
    await using catalogue = await openCatalogue({ file });
    const sdist = sdistOf('lxml');
    await catalogue.addSdist(sdist, 1);
    await withDatabase(file, (database) =>
      database.exec(`update sdists set facts = json_remove(facts, '$.hints')`),
    );
    expect(await catalogue.findSdist(sdist.sha256)).toEqual({
      ...sdist,
      facts: { ...sdist.facts, hints: [] },
    });
  });

  it('is after reopening what it was before', async () => {
    await using folder = await openFolder();
    const file = join(folder.path, 'catalogue.sqlite');
    const look = async () => {
      await using catalogue = await openCatalogue({ file });
      const [build] = await catalogue.listBuilds({ limit: 1 });
      return {
        build,
        attempts: build && (await catalogue.listAttempts(build.id)),
        sdist: await catalogue.findSdist(sdistOf('lxml').sha256),
        wheel: await catalogue.findWheel(wheelOf('lxml').sha256),
        files: await catalogue.listFiles({ nodes: ['pure'], project: projectNamed('lxml') }),
      };
    };
    {
      await using catalogue = await openCatalogue({ file });
      const { id } = await addBuildOf(catalogue, 'lxml');
      const attempt = await catalogue.addAttempt(id, nextAttempt);
      if (attempt) await catalogue.endAttempt(attempt.id, failedOutcome, 4000);
      await catalogue.addWheel(wheelOf('lxml'), id, 1);
      await catalogue.publishFile(indexFileOf(id, { node: 'pure', name: 'lxml', version: '1.0' }));
    }
    const before = await look();
    expect(before).toMatchObject({
      build: { attempts: 1 },
      attempts: [{ outcome: failedOutcome }],
      sdist: sdistOf('lxml'),
      wheel: wheelOf('lxml'),
      files: [{ node: 'pure' }],
    });
    expect(await look()).toEqual(before);
  });

  it('that a newer program has written is refused, and left as it was', async () => {
    await using folder = await openFolder();
    const file = join(folder.path, 'catalogue.sqlite');
    await openCatalogue({ file }).then((catalogue) => catalogue[Symbol.asyncDispose]());
    const count = (): Promise<unknown> =>
      withDatabase(file, (database) => database.prepare('select count(*) as n from kysely_migration').get());
    const change = `insert into kysely_migration values ('0999-from-the-future', '2031-01-01T00:00:00.000Z')`;
    await withDatabase(file, (database) => database.exec(change));
    const before = await count();
    await expect(openCatalogue({ file })).rejects.toThrow(
      `can not open the catalogue ${file}: it was written by a newer Wheelyard (migrations unknown here: 0999-from-the-future); start that one, or go back to a backup`,
    );
    expect(before).toMatchObject({ n: expect.any(Number) });
    expect(await count()).toEqual(before);
  });

  it('that is no database is refused with a sentence', async () => {
    await using folder = await openFolder();
    const file = join(folder.path, 'catalogue.sqlite');
    await writeFile(file, 'something that somebody put here'.repeat(100));
    await expect(openCatalogue({ file })).rejects.toThrow(
      `can not open the catalogue ${file}: file is not a database`,
    );
  });

  it('whose folder is not there is refused with a sentence', async () => {
    await expect(openCatalogue({ file: '/nowhere/catalogue.sqlite' })).rejects.toThrow(
      'can not open the catalogue /nowhere/catalogue.sqlite: unable to open database file',
    );
  });

  it('gets all of its tables or none', async () => {
    await using folder = await openFolder();
    const file = join(folder.path, 'catalogue.sqlite');
    await withDatabase(file, (database) => database.exec('create table tokens (in_the_way)'));
    await expect(openCatalogue({ file })).rejects.toThrow('table "tokens" already exists');
    await withDatabase(file, (database) => {
      const tables = database.prepare(`select name from sqlite_schema where tbl_name not like 'kysely_%'`);
      expect(tables.all()).toEqual([{ name: 'tokens' }]);
      database.exec('drop table tokens');
    });
    await openCatalogue({ file }).then((catalogue) => catalogue[Symbol.asyncDispose]());
  });

  it('waits with every commit until it is on the disk', async () => {
    await using folder = await openFolder();
    await using stack = new AsyncDisposableStack();
    const database = stack.adopt(openDatabase(join(folder.path, 'catalogue.sqlite')), async (opened) =>
      opened.close(),
    );
    expect(database.prepare('pragma journal_mode').get()).toEqual({ journal_mode: 'wal' });
    expect(database.prepare('pragma synchronous').get()).toEqual({ synchronous: 2 });
    expect(database.prepare('pragma foreign_keys').get()).toEqual({ foreign_keys: 1 });
  });

  it('has strict tables only', async () => {
    await using folder = await openFolder();
    const file = join(folder.path, 'catalogue.sqlite');
    await openCatalogue({ file }).then((catalogue) => catalogue[Symbol.asyncDispose]());
    await withDatabase(file, (database) => {
      const loose = database.prepare(
        `select name from pragma_table_list where schema = 'main' and type = 'table' and strict = 0
         and name not like 'sqlite_%' and name not like 'kysely_%'`,
      );
      expect(loose.all()).toEqual([]);
    });
  });

  it('that another process holds is an outage, and nothing of what was tried stays', async () => {
    await using folder = await openFolder();
    const file = join(folder.path, 'catalogue.sqlite');
    await using catalogue = await openCatalogue({ file });
    const build = await addBuildOf(catalogue, 'lxml');
    await using stack = new AsyncDisposableStack();
    const other = stack.adopt(new DatabaseSync(file), async (database) => database.close());
    other.exec('begin immediate');
    await expect(catalogue.addAttempt(build.id, nextAttempt)).rejects.toThrow(
      new Outage('the catalogue can not be used: another process holds its lock'),
    );
    other.exec('rollback');
    expect(await catalogue.findBuild(build.id)).toEqual(build);
    expect((await catalogue.addAttempt(build.id, nextAttempt))?.id).toBe(`${build.id}.1`);
  });

  it('whose disk refuses a write is an outage, although SQLite has ended the transaction by then', async () => {
    await using folder = await openFolder();
    const { stdout } = await promisify(execFile)('sh', [
      '-c',
      'ulimit -f 2000; exec "$0" "$@"',
      process.execPath,
      fileURLToPath(new URL('./full-disk-catalogue-probe.ts', import.meta.url)),
      join(folder.path, 'catalogue.sqlite'),
    ]);
    expect(stdout.split('\n')).toEqual([
      'Outage: the catalogue can not be used: its disk fails',
      'attempts: 0',
      'next: 1.1',
      '',
    ]);
  });

  it('whose disk is full is an outage, and goes on where it was when there is room again', async () => {
    await using folder = await openFolder();
    const file = join(folder.path, 'catalogue.sqlite');
    await using full = await openCatalogue({ file });
    const build = await addBuildOf(full, 'lxml');
    await using stack = new AsyncDisposableStack();
    const connection = openDatabase(file);
    const database = new Kysely<Schema>({ dialect: nodeSqliteDialect(() => connection) });
    stack.defer(() => database.destroy());
    const catalogue = composeCatalogue(database);
    connection.exec('pragma max_page_count = 1');
    const large = { ...nextAttempt, plan: largePlan };
    await expect(catalogue.addAttempt(build.id, large)).rejects.toThrow(
      new Outage('the catalogue can not be used: its disk is full'),
    );
    connection.exec('pragma max_page_count = 100000');
    expect(await catalogue.findBuild(build.id)).toEqual(build);
    expect((await catalogue.addAttempt(build.id, large))?.plan).toEqual(
      largePlan(attemptNamed(`${build.id}.1`)),
    );
  });
});

const largePlan = (attempt: AttemptId): AttemptPlan => ({
  ...buildPlanOf(attempt),
  patches: [{ name: 'large.patch', diff: '+'.repeat(1_000_000) }],
});

async function withDatabase<T>(file: string, work: (database: DatabaseSync) => T): Promise<T> {
  await using stack = new AsyncDisposableStack();
  return work(stack.adopt(new DatabaseSync(file), async (database) => database.close()));
}
