import { randomBytes } from 'node:crypto';
import { mkdtempDisposable, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { openDiskBlobs } from '../../src/blobs/disk-blobs.ts';
import { openScratch } from '../../src/blobs/scratch.ts';
import { openCatalogue } from '../../src/catalogue/open-catalogue.ts';
import { defaultIndexTree, type IndexTree } from '../../src/domain/index-tree.ts';
import type { Recipe } from '../../src/domain/recipe.ts';
import type { ProjectName } from '../../src/domain/release.ts';
import type { TargetName, Target } from '../../src/domain/target.ts';
import type { Publisher } from '../../src/domain/publisher.ts';
import type { Catalogue } from '../../src/farm/catalogue-port.ts';
import { openEventTimes } from '../../src/farm/event-times.ts';
import type { WatchedUpstream } from '../../src/farm/upstream-loop.ts';
import { openStorage } from '../../src/farm/storage.ts';
import { openOnDemand } from '../../src/farm/on-demand.ts';
import { openWatching } from '../../src/farm/watching.ts';
import { listWheelFiles } from '../../src/python/list-wheel-files.ts';
import { readLockFile } from '../../src/python/lock-file.ts';
import { openPruning } from '../../src/farm/pruning.ts';
import { openPublishing } from '../../src/farm/publishing.ts';
import type { RemoteIndex } from '../../src/farm/remote-index.ts';
import type { Blobs, LiveLogs, SimpleIndex } from '../../src/farm/ports.ts';
import { tokenScopes } from '../../src/farm/records.ts';
import { openHttpServer, type HttpServer } from '../../src/http/http-server.ts';
import { makeTokenSecret } from '../../src/http/token-secret.ts';
import { imageSteps } from '../../src/engine/image-steps.ts';
import { openArchives } from '../../src/python/archives.ts';
import { openMemoryDispatcher, type MemoryDispatcher } from '../doubles/memory-dispatcher.ts';
import { openMemoryLiveLogs } from '../doubles/memory-live-logs.ts';

export type FarmUnderTest = {
  readonly url: string;
  readonly server: HttpServer;
  readonly catalogue: Catalogue;
  readonly catalogueFile: string;
  readonly blobs: Blobs;
  readonly liveLogs: LiveLogs;
  readonly dispatcher: MemoryDispatcher;
  /** A secret for each scope. */
  readonly tokens: Readonly<Record<(typeof tokenScopes)[number], string>>;
  readonly time: { now: number };
  readonly changes: { count: number };
  readonly events: readonly Readonly<Record<string, unknown>>[];
  /** Where the server looks for the built dashboard; empty at first. */
  readonly dashboardFolder: string;
  readonly ask: (path: string, init?: AskInit) => Promise<Response>;
  /** Paths of what is kept of uploads: blobs, and what lies in the scratch space. */
  readonly listKept: () => Promise<readonly string[]>;
} & AsyncDisposable;

type AskInit = RequestInit & { readonly token?: string; readonly json?: unknown };

export const maximumSdistBytes = 200_000;
export const maximumBlobBytes = 300_000;

const targetOf = (
  name: string,
  facts: Pick<Target, 'release' | 'pythonVersion' | 'pythonTag' | 'status'>,
): Target => ({
  name: name as TargetName,
  family: 'debian',
  architecture: 'amd64',
  tried: 'In tests.',
  base: { registryImage: 'debian', bootstrap: null },
  runtimePackages: ['python3'],
  buildPackages: ['gcc'],
  ...facts,
});

export const bookworm = targetOf('debian-12-cp311-amd64', {
  release: '12',
  pythonVersion: '3.11',
  pythonTag: 'cp311',
  status: 'supported',
});
export const trixie = targetOf('debian-13-cp313-amd64', {
  release: '13',
  pythonVersion: '3.13',
  pythonTag: 'cp313',
  status: 'supported',
});
const untried = targetOf('debian-14-cp314-amd64', {
  release: '14',
  pythonVersion: '3.14',
  pythonTag: 'cp314',
  status: 'untried',
});

/** The real server on a free port, with a real catalogue, real blobs and real archive reading. */
export async function openFarm(
  options: {
    readonly heartbeatMilliseconds?: number;
    readonly dashboardFolder?: string;
    readonly indexes?: IndexTree;
    readonly publicUrl?: string;
    readonly recipes?: ReadonlyMap<ProjectName, Recipe>;
    readonly recipeTexts?: ReadonlyMap<ProjectName, string>;
    readonly anonymousRead?: 'no';
    readonly upstreams?: readonly SimpleIndex[];
    readonly watched?: { readonly upstreams: readonly (WatchedUpstream & { readonly url: string })[] };
    readonly publishers?: readonly { readonly publisher: Publisher; readonly index: RemoteIndex }[];
  } = {},
): Promise<FarmUnderTest> {
  await using opened = new AsyncDisposableStack();
  const folder = opened.use(await mkdtempDisposable(join(tmpdir(), 'wheelyard-http-')));
  const catalogue = opened.use(await openCatalogue({ file: join(folder.path, 'catalogue.db') }));
  const blobs = await openDiskBlobs({ folder: join(folder.path, 'blobs') });
  const liveLogs = openMemoryLiveLogs();
  const dispatcher = openMemoryDispatcher();
  const time = { now: 1_700_000_000_000 };
  const changes = { count: 0 };
  const events: Record<string, unknown>[] = [];
  const publishing = opened.use(
    openPublishing(
      { catalogue, blobs, clock: () => time.now, chance: Math.random },
      { publishers: options.publishers ?? [], report: () => undefined },
    ),
  );
  const eventTimes = openEventTimes();
  const watching = opened.use(
    await openWatching(
      {
        catalogue,
        blobs,
        scratch: await openScratch(join(folder.path, 'scratch-of-watching')),
        archives: openArchives(),
        upstreams: [],
        indexes: options.indexes ?? defaultIndexTree([bookworm.name, trixie.name, untried.name]),
        offered: [bookworm, trixie],
        clock: () => time.now,
        maximumSdistBytes,
        chance: Math.random,
        onBuildsChanged: () => undefined,
      },
      {
        upstreams: options.watched?.upstreams ?? [],
        listed: [],
        internal: new Set(),
        report: () => undefined,
        measure: eventTimes.add,
      },
    ),
  );
  const indexes = options.indexes ?? defaultIndexTree([bookworm.name, trixie.name, untried.name]);
  const onDemand = opened.use(
    openOnDemand(
      {
        catalogue,
        blobs,
        indexes,
        upstreams: options.upstreams ?? [],
        scratch: await openScratch(join(folder.path, 'scratch-on-demand')),
        archives: openArchives(),
        offered: [bookworm, trixie],
        clock: () => time.now,
        maximumSdistBytes,
        onBuildsChanged: () => {
          changes.count += 1;
        },
      },
      { internal: new Set(), report: (error) => void events.push({ error: String(error) }) },
    ),
  );
  const storage = opened.use(openStorage({ folder: folder.path, clock: () => time.now }));
  const pruning = opened.use(openPruning({ catalogue, blobs, clock: () => time.now }, null));
  const server = opened.use(
    await openHttpServer({
      catalogue,
      blobs,
      liveLogs,
      dispatcher,
      scratch: await openScratch(join(folder.path, 'scratch')),
      archives: openArchives(),
      upstreams: [],
      reproduction: {
        driver: 'drive()',
        reproducer: 'reproduce()',
        imageSteps: (spec) => imageSteps(spec, 'describe()'),
      },
      publishing,
      watching,
      eventTimes,
      storage,
      pruning,
      onDemand,
      eventSecrets: new Map([['pypi', 'secret']]),
      readLockFile,
      listWheelFiles: (sha256) => listWheelFiles(blobs, sha256),
      targets: new Map([bookworm, trixie, untried].map((target) => [target.name, target])),
      indexes,
      publicUrl: null,
      anonymousRead: 'yes',
      offered: [bookworm, trixie],
      recipes: new Map(),
      recipeTexts: new Map(),
      clock: () => time.now,
      random: randomBytes,
      maximumSdistBytes,
      maximumBlobBytes,
      onBuildsChanged: () => {
        changes.count += 1;
      },
      logger: pino({ base: null }, { write: (line: string) => void events.push(JSON.parse(line)) }),
      host: '127.0.0.1',
      port: 0,
      dashboardFolder: join(folder.path, 'dashboard'),
      graceMilliseconds: 2_000,
      ...options,
    }),
  );
  const tokens = { build: '', upload: '', worker: '', admin: '' };
  for (const scope of tokenScopes) {
    const { secret, hash } = makeTokenSecret(randomBytes);
    await catalogue.addToken({ name: `${scope} token`, scopes: [scope], hash, at: time.now });
    tokens[scope] = secret;
  }
  const ask = async (path: string, { token, json, ...init }: AskInit = {}): Promise<Response> => {
    const headers = new Headers(init.headers);
    if (token !== undefined) headers.set('authorization', `Bearer ${token}`);
    if (json !== undefined) headers.set('content-type', 'application/json');
    const body = json === undefined ? init.body : JSON.stringify(json);
    return fetch(new URL(path, server.url), {
      redirect: 'manual',
      ...init,
      headers,
      ...(body !== undefined && { body }),
    });
  };
  const listKept = async (): Promise<readonly string[]> => {
    const names = ['blobs', 'scratch'].map((name) => join(folder.path, name));
    const entries = await Promise.all(
      names.map((path) => readdir(path, { recursive: true, withFileTypes: true })),
    );
    return entries
      .flat()
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));
  };
  const all = opened.move();
  const parts = {
    server,
    catalogue,
    catalogueFile: join(folder.path, 'catalogue.db'),
    blobs,
    liveLogs,
    dispatcher,
    tokens,
    time,
    changes,
    events,
    dashboardFolder: join(folder.path, 'dashboard'),
    ask,
    listKept,
  };
  return { ...parts, url: server.url, [Symbol.asyncDispose]: () => all.disposeAsync() };
}
