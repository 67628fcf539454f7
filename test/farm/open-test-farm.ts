import { createReadStream } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { Readable } from 'node:stream';
import { pino } from 'pino';
import { openCatalogue } from '../../src/catalogue/open-catalogue.ts';
import { readConfig, type Config } from '../../src/config.ts';
import { readDefinitions } from '../../src/definitions.ts';
import type { BuildId } from '../../src/domain/build-state.ts';
import { BuildDetail, RequestedBuilds } from '../../src/http/contract/build.ts';
import { SdistView } from '../../src/http/contract/sdist.ts';
import { readLocalToken } from '../../src/known-tokens.ts';
import { startFarm } from '../../src/up.ts';

/** A whole farm in a folder of its own: real engine, real Redis, real disk. Disposing leaves nothing. */
export type TestFarm = {
  readonly url: string;
  readonly config: Config;
  readonly folder: string;
  readonly token: string;
  /** Sends an sdist; the reply as it came. */
  readonly upload: (file: string, query?: Readonly<Record<string, string>>) => Promise<Response>;
  readonly request: (method: string, path: string, body?: unknown) => Promise<Response>;
  /** Uploads and builds; gives the builds' ids by target. */
  readonly build: (
    file: string,
    targets: readonly string[] | 'all',
    query?: Readonly<Record<string, string>>,
  ) => Promise<ReadonlyMap<string, number>>;
  readonly show: (id: number) => Promise<BuildDetail>;
  /** Waits until a build is final; the log as it was followed, and the build. */
  readonly follow: (id: number, withinSeconds?: number) => Promise<{ log: string; build: BuildDetail }>;
} & AsyncDisposable;

export async function openTestFarm(
  change: {
    readonly environment?: Readonly<Record<string, string>>;
    readonly recipes?: Readonly<Record<string, string>>;
    readonly patches?: Readonly<Record<string, string>>;
    readonly folder?: string;
    /** Whether it looks for OS packages by itself. Listing a target's packages takes a while, and most tests are not about it. */
    readonly findsPackages?: boolean;
    readonly dashboardFolder?: string;
  } = {},
): Promise<TestFarm> {
  const folder = change.folder ?? (await mkdtemp(join(tmpdir(), 'wy-')));
  const recipesFolder = join(folder, 'recipes');
  await mkdir(join(recipesFolder, 'patches'), { recursive: true });
  for (const [name, text] of Object.entries(change.recipes ?? {}))
    await writeFile(join(recipesFolder, name), text);
  for (const [name, text] of Object.entries(change.patches ?? {})) {
    await writeFile(join(recipesFolder, 'patches', name), text);
  }
  const config = readConfig({
    WHEELYARD_DATA: folder,
    WHEELYARD_PORT: '0',
    WHEELYARD_WORKER_NAME: basename(folder),
    WHEELYARD_WORKER_SLOTS: '2',
    WHEELYARD_STOP_GRACE: '1s',
    WHEELYARD_RECIPES: recipesFolder,
    ...change.environment,
  });
  if (change.findsPackages !== true) await restFileIndexes(config);
  const farm = await startFarm({
    config,
    logger: pino({ level: process.env['TEST_LOG'] ?? 'silent' }),
    ...(change.dashboardFolder !== undefined && { dashboardFolder: change.dashboardFolder }),
  });
  const token = (await readLocalToken(folder)) ?? '';
  const api = speakTo(farm.url, token);
  return {
    url: farm.url,
    config,
    folder,
    token,
    ...api,
    [Symbol.asyncDispose]: async () => {
      await farm[Symbol.asyncDispose]();
      if (change.folder === undefined) await rm(folder, { recursive: true, force: true });
    },
  };
}

/** As if no target's OS packages could be listed a moment ago: builds go without, and every failure is their last. */
async function restFileIndexes(config: Config): Promise<void> {
  await mkdir(config.dataFolder, { recursive: true });
  await using catalogue = await openCatalogue({ file: join(config.dataFolder, 'catalogue.db') });
  const { targets } = await readDefinitions(config);
  for (const target of targets.keys())
    await catalogue.keepFileIndexOrder({ target, build: 1 as BuildId, failedAt: Date.now() });
}

type Api = Pick<TestFarm, 'upload' | 'request' | 'build' | 'show' | 'follow'>;

export function speakTo(url: string, token: string): Api {
  const authorization = `Bearer ${token}`;
  const request: Api['request'] = (method, path, body) =>
    fetch(`${url}${path}`, {
      method,
      headers: { authorization, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  const upload: Api['upload'] = (file, query = {}) => {
    const search = new URLSearchParams({ filename: basename(file), ...query });
    return fetch(`${url}/api/sdists?${search.toString()}`, {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/octet-stream' },
      body: Readable.toWeb(createReadStream(file)) as ReadableStream,
      duplex: 'half',
    });
  };
  const show: Api['show'] = async (id) =>
    BuildDetail.parse(await (await request('GET', `/api/builds/${id}`)).json());
  return {
    request,
    upload,
    show,
    build: async (file, targets, query) => {
      const uploaded = await upload(file, query);
      if (!uploaded.ok) throw new Error(`upload of ${file}: ${uploaded.status} ${await uploaded.text()}`);
      const { sha256 } = SdistView.parse(await uploaded.json());
      const requested = await request('POST', '/api/builds', { sdist: sha256, targets });
      if (!requested.ok) throw new Error(`build of ${file}: ${requested.status} ${await requested.text()}`);
      const { builds } = RequestedBuilds.parse(await requested.json());
      return new Map(builds.map(({ build }) => [build.target, build.id]));
    },
    follow: async (id, withinSeconds = 120) => {
      const signal = AbortSignal.timeout(withinSeconds * 1000);
      const log = await readFollowedLog(`${url}/api/builds/${id}/log?follow=yes`, signal);
      return { log, build: await show(id) };
    },
  };
}

/** The server cuts a stream off when its queue does not answer in time; like every client of it this one asks again. */
async function readFollowedLog(url: string, signal: AbortSignal): Promise<string> {
  for (;;) {
    try {
      const reply = await fetch(url, { headers: { accept: 'text/event-stream' }, signal });
      return await reply.text();
    } catch (error) {
      if (!(error instanceof TypeError && error.message === 'terminated')) throw error;
    }
  }
}

/** Files below a folder, for finding what was left over. */
export const filesBelow = async (folder: string): Promise<readonly string[]> =>
  (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
