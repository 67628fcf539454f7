import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDiskBlobs } from '../../src/blobs/disk-blobs.ts';
import { openScratch } from '../../src/blobs/scratch.ts';
import { openCatalogue } from '../../src/catalogue/open-catalogue.ts';
import { defaultIndexTree } from '../../src/domain/index-tree.ts';
import { watchListBody, watchListOf } from '../../src/domain/watch-list-schema.ts';
import type { Catalogue } from '../../src/farm/catalogue-port.ts';
import type { UpstreamFeed } from '../../src/farm/upstream-feed.ts';
import type { WatchEvent } from '../../src/farm/upstream-loop.ts';
import type { WatchedIndex } from '../../src/farm/watched-index.ts';
import { openWatching, type Watching } from '../../src/farm/watching.ts';
import { openArchives } from '../../src/python/archives.ts';
import { openSimpleIndex } from '../../src/python/simple-index.ts';
import { indexFileOf, projectNamed } from '../contracts/catalogue-samples.ts';
import { openSimpleServer, type SimpleServer } from '../doubles/simple-server.ts';
import { bookworm, trixie } from '../http/farm-under-test.ts';

export type WatchingFarm = {
  readonly server: SimpleServer;
  readonly catalogue: Catalogue;
  readonly watching: Watching;
  readonly events: readonly WatchEvent[];
  /** Milliseconds from event to index. */
  readonly times: readonly number[];
  readonly time: { now: number };
  readonly restart: () => Promise<void>;
  /** Moves the clock and waits until the project was looked at again. */
  readonly lookAgain: (project: string, after?: number) => Promise<void>;
  readonly builds: () => Promise<readonly string[]>;
  /** What the farm does when a build of this release has succeeded. */
  readonly index: (name: string, version: string) => Promise<void>;
} & AsyncDisposable;

/** A farm that watches `lists` on a server of the test, with a clock that stands still until it is moved. */
export async function openWatchingFarm(
  lists: Readonly<Record<string, unknown>>,
  other: { readonly feed?: UpstreamFeed; readonly index?: WatchedIndex } = {},
): Promise<WatchingFarm> {
  await using opened = new AsyncDisposableStack();
  const folder = opened.use(await mkdtempDisposable(join(tmpdir(), 'wy-watching-')));
  const server = opened.use(await openSimpleServer());
  const catalogue = opened.use(await openCatalogue({ file: join(folder.path, 'catalogue.db') }));
  const time = { now: 1_700_000_000_000 };
  const events: WatchEvent[] = [];
  const times: number[] = [];
  const farm = {
    catalogue,
    blobs: await openDiskBlobs({ folder: join(folder.path, 'blobs') }),
    scratch: await openScratch(join(folder.path, 'scratch')),
    archives: openArchives(),
    upstreams: [],
    indexes: defaultIndexTree([bookworm.name, trixie.name]),
    offered: [bookworm, trixie],
    clock: () => time.now,
    maximumSdistBytes: 100_000,
    chance: () => 0.5,
    onBuildsChanged: () => undefined,
  };
  const served = openSimpleIndex({
    url: `${server.url}simple/`,
    timeoutMilliseconds: 300,
    limits: { pageBytes: 200_000, fileBytes: 100_000 },
  });
  const { index = served, feed = null } = other;
  const start = (): Promise<Watching> =>
    openWatching(farm, {
      upstreams: [{ name: 'pypi', url: server.url, everySeconds: 600, parallel: 2, index, feed }],
      listed: Object.entries(lists).map(([name, body]) => watchListOf(name, watchListBody.parse(body))),
      internal: new Set([projectNamed('acme')]),
      report: (event) => void events.push(event),
      measure: (milliseconds) => void times.push(milliseconds),
    });
  let watching = await start();
  opened.defer(() => watching[Symbol.asyncDispose]());
  const all = opened.move();
  const lookedAt = (project: string): number =>
    watching.upstreams()[0]?.projects.find((one) => one.project === project)?.lookedAt ?? 0;
  return {
    server,
    catalogue,
    get watching() {
      return watching;
    },
    events,
    times,
    time,
    restart: async () => {
      await watching[Symbol.asyncDispose]();
      watching = await start();
    },
    lookAgain: async (project, after = 700_000) => {
      time.now += after;
      await watching.putList(watchListOf('wake', watchListBody.parse({ projects: {} })));
      await waitFor(() => lookedAt(project) === time.now);
    },
    builds: async () => {
      const builds = await catalogue.listBuilds({ limit: 100 });
      return builds
        .map(({ release, target }) => `${release.project} ${release.version} ${target}`)
        .toSorted();
    },
    index: async (name, version) => {
      const build = (await catalogue.listBuilds({ limit: 100 })).find(
        ({ release }) => release.project === name && release.version === version,
      );
      if (build === undefined) throw new Error(`no build of ${name} ${version}`);
      const file = indexFileOf(build.id, { node: bookworm.name, name, version });
      await catalogue.publishFile({ ...file, publishedAt: time.now });
    },
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
}

/** Looks at every turn of the loop; the test's own time limit ends it. */
export async function waitFor(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setImmediate(resolve));
}
