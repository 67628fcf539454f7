import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { Kysely } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { composeCatalogue } from '../../src/catalogue/catalogue.ts';
import { migrate } from '../../src/catalogue/migrate.ts';
import { nodeSqliteDialect } from '../../src/catalogue/node-sqlite-dialect.ts';
import { openDatabase } from '../../src/catalogue/open-catalogue.ts';
import type { Schema } from '../../src/catalogue/schema.ts';
import { buildStateNames, type BuildId } from '../../src/domain/build-state.ts';
import type { PublisherName } from '../../src/domain/publisher.ts';
import { sha256Of } from '../../src/domain/sha256.ts';
import type { IndexEntry } from '../../src/domain/file-index.ts';
import type { Catalogue } from '../../src/farm/catalogue-port.ts';
import type { Build } from '../../src/farm/records.ts';
import {
  addBuildOf,
  attemptNamed,
  bookworm,
  failedOutcome,
  indexFileOf,
  nextAttempt,
  projectNamed,
  queued,
  sdistOf,
  wheelOf,
} from './catalogue-samples.ts';
import { fileEntry, packageEntry } from './file-index-samples.ts';

/** Reads a table or an index from end to end; a full-text table that is given a MATCH (M) does not. Results of a subquery are not a table; they have a limit of their own. */
const isScan = (step: string): boolean =>
  /^SCAN (?!\(subquery-\d+\)|newest|candidates|\w+ VIRTUAL TABLE INDEX \d+:M|\d+-ROW VALUES|CONSTANT ROW)/.test(
    step,
  );

/*
 * A catalogue lives for years. What a statement costs may depend on what it shows, never on the history: here each
 * statement that the catalogue really makes is explained by SQLite, over a history of 20,000 builds.
 */
describe('with 20,000 builds of history', () => {
  const opened = new AsyncDisposableStack();
  let connection: DatabaseSync;
  let catalogue: Catalogue;
  let statements: string[] = [];
  let build: Build;

  beforeAll(async () => {
    const folder = opened.use(await mkdtempDisposable(join(tmpdir(), 'wheelyard-plans-')));
    connection = openDatabase(join(folder.path, 'catalogue.sqlite'));
    const database = new Kysely<Schema>({
      dialect: nodeSqliteDialect(() => connection),
      log: (event) => void statements.push(event.query.sql),
    });
    opened.defer(() => database.destroy());
    await migrate(database);
    catalogue = composeCatalogue(database);
    connection.exec(history);
    build = await addBuildOf(catalogue, 'lxml');
    await catalogue.keepFileIndex({ target: bookworm, image: sha256Of('image'), madeAt: 1 }, smallIndex());
  });
  afterAll(() => opened.disposeAsync());

  const planOf = async (call: () => Promise<unknown>): Promise<readonly string[]> => {
    statements = [];
    await call();
    const explained = statements.filter((sql) => /^(select|insert|update|delete|with)/.test(sql));
    expect(explained).not.toEqual([]);
    return explained.flatMap((sql) =>
      connection
        .prepare(`explain query plan ${sql}`)
        .all()
        .map((step) => String(step['detail'])),
    );
  };

  const one = sdistOf('lxml');
  const project = projectNamed('lxml');
  const publisher = 'devpi' as PublisherName;
  const nodes = [bookworm, 'pure'];
  const page = { limit: 50, before: 15_000 as BuildId };
  const state = { target: bookworm, flavour: 'build', osPackages: [] } as const;
  const calls: readonly (readonly [name: string, call: () => Promise<unknown>])[] = [
    ['addSdist', () => catalogue.addSdist(one, 1)],
    ['findSdist', () => catalogue.findSdist(one.sha256)],
    ['findSdistOf', () => catalogue.findSdistOf(one.release)],
    ['listSdistsOf', () => catalogue.listSdistsOf(one.release.project)],
    ['addBuild', () => addBuildOf(catalogue, 'lxml')],
    ['findBuild', () => catalogue.findBuild(build.id)],
    ['listBuilds', () => catalogue.listBuilds(page)],
    ['listBuilds of a target', () => catalogue.listBuilds({ ...page, target: bookworm })],
    ['listBuilds of a project', () => catalogue.listBuilds({ ...page, project })],
    [
      'listBuilds of a project on a target',
      () => catalogue.listBuilds({ ...page, project, target: bookworm }),
    ],
    ['listBuilds in one state', () => catalogue.listBuilds({ ...page, states: ['failed'] })],
    ['listBuilds in rare states', () => catalogue.listBuilds({ ...page, states: ['building', 'blocked'] })],
    ['listBuilds of a cause', () => catalogue.listBuilds({ ...page, cause: 'no-wheel' })],
    ['listVersions', () => catalogue.listVersions(project)],
    ['listReleases', () => catalogue.listReleases({ project, versions: [one.release.version] })],
    ['listProjectStatuses', () => catalogue.listProjectStatuses({ project, nodes })],
    ['listIndexProjects', () => catalogue.listIndexProjects({ nodes, name: '', after: project, limit: 9 })],
    ['searchProjects', () => catalogue.searchProjects({ name: 'xml', limit: 20 })],
    ['searchReleases', () => catalogue.searchReleases({ project, version: '1', limit: 20 })],
    ['searchFailures', () => catalogue.searchFailures({ words: ['header', 'yaml.h'], limit: 20 })],
    ['moveBuild', () => catalogue.moveBuild(build.id, { from: 'queued', to: queued, at: 1 })],
    ['listBuildMoves', () => catalogue.listBuildMoves(build.id)],
    ['listUnfinishedBuilds', () => catalogue.listUnfinishedBuilds({ after: build.id, limit: 100 })],
    ['countUnfinishedBuilds', () => catalogue.countUnfinishedBuilds('on-demand:a')],
    ['listUnplannedBuilds', () => catalogue.listUnplannedBuilds(100)],
    ['listWaitingOn', () => catalogue.listWaitingOn(build.id)],
    ['addAttempt', () => catalogue.addAttempt(build.id, nextAttempt)],
    ['findAttempt', () => catalogue.findAttempt(attemptNamed('1.1'))],
    ['listAttempts', () => catalogue.listAttempts(build.id)],
    ['endAttempt', () => catalogue.endAttempt(attemptNamed('1.1'), failedOutcome, 1)],
    ['addWheel', () => catalogue.addWheel(wheelOf('lxml'), build.id, 1)],
    ['findWheel', () => catalogue.findWheel(one.sha256)],
    [
      'publishFile',
      () => catalogue.publishFile(indexFileOf(build.id, { node: 'pure', name: 'lxml', version: '1' })),
    ],
    ['listFiles', () => catalogue.listFiles({ nodes, project })],
    ['listProjects', () => catalogue.listProjects(nodes)],
    ['findFile', () => catalogue.findFile(one.sha256, 'lxml.whl')],
    ['findFileIn', () => catalogue.findFileIn('pure', 'lxml.whl')],
    ['yankFile', () => catalogue.yankFile({ node: 'pure', filename: 'lxml.whl' }, 'broken')],
    ['findProjectStatus', () => catalogue.findProjectStatus({ nodes, project })],
    [
      'setProjectStatus',
      () => catalogue.setProjectStatus({ node: 'pure', project }, { status: 'archived', reason: null }),
    ],
    [
      'recordImage',
      () => catalogue.recordImage({ ...state, identity: one.sha256, factsBlob: one.sha256, recordedAt: 1 }),
    ],
    ['findLatestImage', () => catalogue.findLatestImage(bookworm, 'build')],
    ['findFileIndex', () => catalogue.findFileIndex(bookworm)],
    ['findFileIndexSize', () => catalogue.findFileIndexSize(bookworm)],
    ['countBuildsOf', () => catalogue.countBuildsOf(bookworm)],
    ['findBuildDepends', () => catalogue.findBuildDepends(bookworm, project)],
    [
      'findProviders of a header',
      () => catalogue.findProviders(bookworm, [{ kind: 'header', name: 'brotli/decode.h' }]),
    ],
    ['findProviders of words', () => catalogue.findProviders(bookworm, [{ kind: 'words', name: 'libxml2' }])],
    ['feedOutbox', () => catalogue.feedOutbox({ publisher, nodes: [...nodes, 'sdists'], limit: 200, at: 1 })],
    ['rewindOutbox', () => catalogue.rewindOutbox(publisher)],
    ['listDueOutbox', () => catalogue.listDueOutbox({ publisher, now: 1, limit: 4 })],
    ['nextDueOutbox', () => catalogue.nextDueOutbox(publisher)],
    ['moveOutbox', () => catalogue.moveOutbox(1, { from: 'pending', to: { name: 'sent', at: 1 } })],
    ['releaseOutbox', () => catalogue.releaseOutbox(publisher)],
    ['retryRefusedOutbox', () => catalogue.retryRefusedOutbox(publisher, 1)],
    ['countOutbox', () => catalogue.countOutbox(publisher)],
    [
      'listOutbox',
      () => catalogue.listOutbox({ publisher, states: ['sent', 'refused'], after: 1, limit: 200 }),
    ],
    ['listBuildTimes', () => catalogue.listBuildTimes([project])],
    ['sumQueuedTimes', () => catalogue.sumQueuedTimes()],
    ['listHourlyCounts', () => catalogue.listHourlyCounts({ hour: 7 })],
    [
      'listAttemptsOfWorker',
      () => catalogue.listAttemptsOfWorker({ worker: 'host-1', before: 9, limit: 50 }),
    ],
    ['removeWatchList', () => catalogue.removeWatchList('x')],
    ['listWatchedProjects', () => catalogue.listWatchedProjects('pypi')],
    ['listWatchedReleases', () => catalogue.listWatchedReleases({ upstream: 'pypi', project })],
    ['listUnindexedReleases', () => catalogue.listUnindexedReleases(project)],
    ['findToken', () => catalogue.findToken(sha256Of('x'))],
    ['touchToken', () => catalogue.touchToken(1, 1)],
    ['removeToken', () => catalogue.removeToken(1)],
  ];

  it.each(calls)('%s reads no table from end to end', async (_name, call) => {
    expect((await planOf(call)).filter(isScan)).toEqual([]);
  });

  it('a page of a listing is taken from an index, state by state, in its order', async () => {
    const steps = await planOf(() =>
      catalogue.listBuilds({ ...page, project, states: ['failed', 'succeeded'] }),
    );
    expect(steps.filter((step) => step.includes('builds_by'))).toEqual(
      Array(2).fill(
        'SEARCH builds USING COVERING INDEX builds_by_project_state (project=? AND state=? AND id<?)',
      ),
    );
    expect(steps).toContain('SEARCH builds USING INTEGER PRIMARY KEY (rowid=?)');
  });

  it('what is to be done is taken from indices that are in its order already', async () => {
    expect(await planOf(() => catalogue.listUnfinishedBuilds({ after: null, limit: 100 }))).toEqual([
      'SCAN builds USING INDEX builds_unfinished',
    ]);
    expect(await planOf(() => catalogue.countUnfinishedBuilds('on-demand:a'))).toEqual([
      'SEARCH builds USING INDEX builds_unfinished_by (requested_by=?)',
    ]);
    expect(await planOf(() => catalogue.listUnplannedBuilds(100))).toEqual([
      'SEARCH builds USING INDEX builds_to_plan (state=? AND attempt=?)',
    ]);
  });

  it('counting reads one narrow index and no build', async () => {
    expect(await planOf(() => catalogue.countBuilds())).toEqual([
      'SCAN builds USING COVERING INDEX builds_by_state',
    ]);
  });

  it('causes of failures are counted on an index that holds the failed builds only', async () => {
    const [count, order, ...samples] = await planOf(() => catalogue.listFailureClusters({ limit: 9 }));
    expect([count, order]).toEqual([
      'SEARCH builds USING COVERING INDEX builds_by_cause (cause>?)',
      'USE TEMP B-TREE FOR ORDER BY',
    ]);
    expect(samples.filter((step) => step.includes('builds_by'))).toEqual(
      Array(3).fill('SEARCH builds USING COVERING INDEX builds_by_cause (cause=? AND state=?)'),
    );
  });

  it('pages hold all builds once', async () => {
    const seen = new Set<BuildId>();
    let pages = 0;
    for (let next = await catalogue.listBuilds({ limit: 500 }); next.length > 0; pages += 1) {
      for (const each of next) seen.add(each.id);
      const last = next.at(-1);
      if (last) next = await catalogue.listBuilds({ limit: 500, before: last.id });
    }
    const counts = await catalogue.countBuilds();
    const total = buildStateNames.reduce((sum, name) => sum + counts[name], 0);
    expect({ pages, builds: seen.size }).toEqual({ pages: 41, builds: 20_001 });
    expect(total).toBe(20_001);
  });
});

async function* smallIndex(): AsyncGenerator<IndexEntry> {
  yield packageEntry('libbrotli-dev');
  yield fileEntry('header', { path: '/usr/include/brotli/decode.h', package: 'libbrotli-dev' });
}

/** Four of five builds succeeded, the rest failed of three causes; two targets, a hundred projects. */
const history = `
  begin;
  with recursive numbers (n) as (select 1 union all select n + 1 from numbers where n < 10000)
  insert into sdists
    select printf('%064x', n), printf('project-%d', n % 100), printf('1.%d', n), 'x.tar.gz', 1, '{}', 1 from numbers;
  insert into builds (project, version, sdist, target, state, state_facts, cause, priority, requested_by, created_at, changed_at)
    select project, version, sha256, target.name,
      case when sdists.rowid % 5 = 0 then 'failed' else 'succeeded' end, '{}',
      case when sdists.rowid % 5 = 0 then printf('missing-program:%d', sdists.rowid / 5 % 3) end, 10, 'mirror', 1, 1
    from sdists, (select 'debian-12-cp311-amd64' as name union all select 'debian-13-cp313-amd64') as target;
  commit;`;
