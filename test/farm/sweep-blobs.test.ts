import { mkdtempDisposable, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { openDiskBlobs } from '../../src/blobs/disk-blobs.ts';
import { openDatabase } from '../../src/catalogue/open-catalogue.ts';
import type { AttemptId, BuildPlan } from '../../src/domain/plan.ts';
import { sha256Of, type Sha256 } from '../../src/domain/sha256.ts';
import { sweepBlobs, type SweepCounts } from '../../src/farm/sweep-blobs.ts';
import {
  addBuildOf,
  bookworm,
  buildPlanOf,
  failedOutcome,
  indexFileOf,
  nextAttempt,
  sdistOf,
  wheelOf,
} from '../contracts/catalogue-samples.ts';
import { openSchedulerFarm } from './scheduler-farm.ts';

const day = 24 * 60 * 60 * 1000;
const forEver = { attempts: 90 * day, logs: null };
const content = 'some bytes';

/** A plan with a wheel that is laid in. */
const plan = (attempt: AttemptId): BuildPlan => ({
  ...buildPlanOf(attempt),
  wheels: [{ filename: 'wheel-1-py3-none-any.whl', sha256: sha256Of('laid in'), sizeBytes: 7 }],
});

/** A farm with real blobs; those whose age is said lie there for so long. */
async function openFarm() {
  await using opened = new AsyncDisposableStack();
  const folder = opened.use(await mkdtempDisposable(join(tmpdir(), 'wy-sweep-')));
  const farm = await openSchedulerFarm(folder.path);
  opened.use(farm.catalogue);
  const blobs = await openDiskBlobs({ folder: join(folder.path, 'blobs') });
  const age = async (sha256: Sha256, milliseconds: number): Promise<void> => {
    const at = (farm.time.now - milliseconds) / 1000;
    await utimes(join(folder.path, 'blobs', sha256.slice(0, 2), sha256.slice(2)), at, at);
  };
  const put = async (text: string, milliseconds = 1000 * day): Promise<Sha256> => {
    const { sha256 } = await blobs.put(Readable.from([text]));
    await age(sha256, milliseconds);
    return sha256;
  };
  const sweep = async (how: Partial<Parameters<typeof sweepBlobs>[1]> = {}): Promise<SweepCounts | null> => {
    let counts: SweepCounts | null = null;
    const usual = { keep: forEver, dry: false, signal: new AbortController().signal };
    const ports = { catalogue: farm.catalogue, blobs, clock: farm.clock };
    await sweepBlobs(ports, { ...usual, onProgress: (now) => (counts = now), ...how });
    return counts;
  };
  const left = async (names: readonly string[]): Promise<readonly string[]> => {
    const kept = await Promise.all(names.map((name) => blobs.has(sha256Of(name))));
    return names.filter((_name, index) => kept[index]);
  };
  const all = opened.move();
  const file = join(folder.path, 'catalogue.db');
  return { ...farm, blobs, age, put, sweep, left, file, [Symbol.asyncDispose]: () => all.disposeAsync() };
}

test('what nothing names goes after a day, and is only counted when that is asked for', async () => {
  await using farm = await openFarm();
  await farm.put(content);
  await farm.put('of today', day / 2);
  expect(await farm.sweep({ dry: true })).toEqual({ looked: 2, blobs: 1, bytes: content.length });
  expect(await farm.left([content, 'of today'])).toEqual([content, 'of today']);
  await farm.sweep();
  expect(await farm.left([content, 'of today'])).toEqual(['of today']);
});

test('sdists and files of indexes stay for ever', async () => {
  await using farm = await openFarm();
  const build = await addBuildOf(farm.catalogue, 'demo');
  const file = indexFileOf(build.id, { node: bookworm, name: 'demo', version: '1.0' });
  await farm.catalogue.publishFile(file);
  for (const name of ['demo 1.0', file.filename, content]) await farm.put(name);
  await farm.sweep();
  expect(await farm.left(['demo 1.0', file.filename, content])).toEqual(['demo 1.0', file.filename]);
});

test('the bytes of a wheel that was pruned go a day after it', async () => {
  await using farm = await openFarm();
  const build = await addBuildOf(farm.catalogue, 'demo');
  const file = indexFileOf(build.id, { node: bookworm, name: 'demo', version: '1.0' });
  await farm.catalogue.publishFile(file);
  await farm.put(file.filename);
  expect(await farm.catalogue.retireFile(file, farm.time.now)).toBe(true);
  farm.time.now += day / 2;
  await farm.sweep();
  expect(await farm.left([file.filename])).toEqual([file.filename]);
  farm.time.now += day;
  await farm.sweep();
  expect(await farm.left([file.filename])).toEqual([]);
});

test('an attempt keeps its log and its wheels for as long as the rule says, and its image facts for ever', async () => {
  await using farm = await openFarm();
  const { id } = await addBuildOf(farm.catalogue, 'lxml');
  const attempt = await farm.catalogue.addAttempt(id, { ...nextAttempt, plan, at: farm.time.now });
  if (attempt === null) throw new Error('no attempt was added');
  const { evidence } = failedOutcome;
  const outcome = { kind: 'built', wheel: wheelOf('lxml'), evidence } as const;
  await farm.catalogue.endAttempt(attempt.id, outcome, farm.time.now);
  const to = { name: 'cancelled', by: 'anna' } as const;
  await farm.catalogue.moveBuild(id, { from: 'queued', to, at: farm.time.now });
  const names = ['lxml 1.0', 'facts', 'log', 'laid in', 'wheel of lxml'];
  for (const name of names) await farm.put(name);

  farm.time.now += 10 * day;
  const keep = { attempts: 20 * day, logs: 20 * day };
  await farm.sweep({ keep });
  expect(await farm.left(names)).toEqual(names);
  farm.time.now += 20 * day;
  await farm.sweep({ keep: { ...keep, logs: null } });
  expect(await farm.left(names)).toEqual(['lxml 1.0', 'facts', 'log']);
  await farm.sweep({ keep });
  expect(await farm.left(names)).toEqual(['lxml 1.0', 'facts']);
});

test('while a build is open, nothing of it goes, nor what was put since it began, however old', async () => {
  await using farm = await openFarm();
  const { id } = await addBuildOf(farm.catalogue, 'lxml');
  await farm.catalogue.addAttempt(id, { ...nextAttempt, plan, at: farm.time.now });
  farm.time.now += 300 * day;
  await farm.put('laid in');
  await farm.put('made by a worker, told to nobody yet', 299 * day);
  await farm.put(content, 301 * day);
  await farm.sweep({ keep: { attempts: 0, logs: 0 } });
  const names = ['laid in', 'made by a worker, told to nobody yet', content];
  expect(await farm.left(names)).toEqual(names.slice(0, 2));
});

test('a blob that is put again while the sweep goes over it stays', async () => {
  await using farm = await openFarm();
  const sha256 = await farm.put(content);
  let putAgain = false;
  const ports = {
    catalogue: farm.catalogue,
    clock: farm.clock,
    blobs: {
      ...farm.blobs,
      list: async function* () {
        yield* farm.blobs.list();
      },
      remove: async (...asked: Parameters<typeof farm.blobs.remove>) => {
        await farm.blobs.put(Readable.from([content]));
        putAgain = true;
        return farm.blobs.remove(...asked);
      },
    },
  };
  const { signal } = new AbortController();
  await sweepBlobs(ports, { keep: forEver, dry: false, onProgress: () => undefined, signal });
  expect([putAgain, await farm.blobs.has(sha256)]).toEqual([true, true]);
});

test('a blob that is put and removed at once is there afterwards', async () => {
  await using farm = await openFarm();
  for (let round = 0; round < 50; round++) {
    const sha256 = await farm.put(content);
    const remove = () => farm.blobs.remove(sha256, { putBefore: farm.time.now });
    await Promise.all([remove(), farm.blobs.put(Readable.from([content])), remove()]);
    expect(await farm.blobs.has(sha256)).toBe(true);
  }
});

test('a sweep that is broken off has removed nothing that is named, and the next one goes on', async () => {
  await using farm = await openFarm();
  await farm.catalogue.addSdist(sdistOf('demo'), 1);
  const names = ['demo 1.0', ...Array.from({ length: 20 }, (_each, index) => `unnamed ${index}`)];
  for (const name of names) await farm.put(name);
  const broken = new AbortController();
  const sweep = farm.sweep({
    signal: broken.signal,
    onProgress: ({ blobs }) => {
      if (blobs > 3) broken.abort();
    },
  });
  await expect(sweep).rejects.toThrow('aborted');
  const left = await farm.left(names);
  expect(left.length).toBeGreaterThan(1);
  expect(left.length).toBeLessThan(names.length);
  await farm.sweep();
  expect(await farm.left(names)).toEqual(['demo 1.0']);
});

const seen = (text: string) => ({ identity: sha256Of('image'), facts: sha256Of(text) });

test('so do files that are held or wait for a publisher, what is known of images, and logs of refreshes', async () => {
  await using farm = await openFarm();
  const { id } = await addBuildOf(farm.catalogue, 'demo', {
    state: { name: 'publishing', wheel: sha256Of('being published') },
  });
  using database = openDatabase(farm.file);
  const add = (table: string, row: Readonly<Record<string, string | number>>): void => {
    const columns = Object.keys(row);
    const places = columns.map(() => '?').join(', ');
    database
      .prepare(`insert into ${table} (${columns.join(', ')}) values (${places})`)
      .run(...Object.values(row));
  };
  const file = { node: 'node', filename: 'a.whl', project: 'a', version: '1' };
  const entry = { ...file, publisher: 'devpi', entered_at: 1 };
  add('held_files', {
    ...file,
    campaign: 1,
    build: id,
    sha256: sha256Of('held'),
    size_bytes: 1,
    metadata_sha256: sha256Of('no blob'),
    published_at: 1,
  });
  add('outbox', { ...entry, sha256: sha256Of('sdist'), wheel: sha256Of('wheel'), state: 'refused' });
  add('outbox', {
    ...entry,
    filename: 'b.whl',
    sha256: sha256Of('sent'),
    wheel: sha256Of('sent'),
    state: 'sent',
  });
  add('images', {
    target: 'target',
    flavour: 'build',
    os_packages: '[]',
    identity: sha256Of('image'),
    facts_blob: sha256Of('image facts'),
    recorded_at: 1,
  });
  add('refreshes', {
    target: 'target',
    requested_by: 'anna',
    requested_at: 1,
    state: 'made',
    state_facts: JSON.stringify({
      name: 'made',
      before: null,
      after: { build: seen('build facts'), runtime: seen('runtime facts') },
      endedAt: 2,
    }),
    log: JSON.stringify({ sha256: sha256Of('refresh log'), lines: 1, cutBytes: 0 }),
  });
  const stay = ['being published', 'held', 'sdist', 'wheel', 'image facts', 'build facts', 'runtime facts'];
  const names = [...stay, 'refresh log', 'sent', 'no blob'];
  for (const name of names) await farm.put(name);
  await farm.sweep();
  expect(await farm.left(names)).toEqual([...stay, 'refresh log']);
  await farm.sweep({ keep: { ...forEver, logs: day } });
  expect(await farm.left(names)).toEqual(stay);
});

/** Who adds a column that names a blob must add it to `src/catalogue/blob-names.ts`; who adds another, to this list. */
test('every column that could name a blob is known', async () => {
  await using farm = await openFarm();
  using database = openDatabase(farm.file);
  const columns = database
    .prepare(
      `select tables.name || '.' || columns.name as name from sqlite_schema as tables, pragma_table_info(tables.name) as columns
       where tables.type = 'table' and tables.name not like 'sqlite_%' and lower(columns.type) = 'text' order by 1`,
    )
    .all()
    .map(({ name }) => String(name))
    .filter((name) => /\.[^.]*(sha256|blob|hash|facts|plan|outcome|log|wheel|sdist|identity)/.test(name));
  expect(columns).toMatchInlineSnapshot(`
    [
      "attempts.outcome",
      "attempts.plan",
      "builds.sdist",
      "builds.state_facts",
      "campaign_builds.progress_facts",
      "campaign_builds.sdist",
      "held_files.metadata_sha256",
      "held_files.sha256",
      "images.facts_blob",
      "images.identity",
      "index_files.metadata_sha256",
      "index_files.sha256",
      "outbox.sha256",
      "outbox.wheel",
      "refreshes.log",
      "refreshes.state_facts",
      "retired_files.sha256",
      "sdists.facts",
      "sdists.sha256",
      "sessions.hash",
      "tokens.hash",
      "wheels.facts",
      "wheels.sha256",
    ]
  `);
});
