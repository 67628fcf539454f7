import { readFile } from 'node:fs/promises';
import { BadConfig, type Config } from './config.ts';
import { BadDefinitions } from './definitions.ts';
import { parseUpstreamFile, type Upstream, type UpstreamFile } from './domain/upstream-file.ts';
import type { ProjectName } from './domain/release.ts';
import type { SimpleIndex } from './farm/ports.ts';
import type { UpstreamFeed } from './farm/upstream-feed.ts';
import type { WatchedIndex } from './farm/watched-index.ts';
import { openFolderIndex } from './python/folder/folder-index.ts';
import { openPypiChangelog } from './python/pypi-changelog.ts';
import { openSimpleIndex } from './python/simple-index.ts';
import { readSecret } from './read-secret.ts';

const upstreamMilliseconds = 30_000;

export type OpenUpstream = Upstream & {
  /** As it is shown, without credentials. */
  readonly url: string;
  readonly feed: UpstreamFeed | null;
  readonly index: WatchedIndex;
  /** What who pushes events shows; null: none are taken. */
  readonly eventSecret: string | null;
};

export async function readUpstreams(
  config: Config,
): Promise<Omit<UpstreamFile, 'upstreams'> & { readonly upstreams: readonly OpenUpstream[] }> {
  const file = config.upstreamsFile;
  if (file === null) return { upstreams: [], internal: new Set(), watchLists: [] };
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new BadConfig(`WHEELYARD_UPSTREAMS: ${error instanceof Error ? error.message : String(error)}`);
  });
  const parsed = parseUpstreamFile({ name: file, text });
  if (!parsed.ok) throw new BadDefinitions(parsed.problem);
  const upstreams: OpenUpstream[] = [];
  for (const upstream of parsed.value.upstreams) {
    try {
      upstreams.push(await open(config, upstream));
    } catch (error) {
      throw new BadConfig(
        `upstream ${upstream.name}: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
  }
  return { ...parsed.value, upstreams };
}

async function open(config: Config, upstream: Upstream): Promise<OpenUpstream> {
  const { place, secret } = upstream;
  const eventSecret = secret === null ? null : await readSecret(config, secret);
  if (place.kind === 'directory') {
    const index = openFolderIndex({ path: place.path, clock: Date.now });
    const feed: UpstreamFeed = { kind: 'folder', changes: index.changes };
    return { ...upstream, url: place.path, index, feed, eventSecret };
  }
  const url = new URL(place.url);
  const changelogUrl = place.changelog === null ? null : new URL(place.changelog.url);
  if (place.credentials !== null) {
    const password = await readSecret(config, place.credentials.password);
    // They are the index's: a changelog elsewhere is not told them.
    for (const one of [url, changelogUrl?.origin === url.origin ? changelogUrl : null]) {
      if (one === null) continue;
      one.username = encodeURIComponent(place.credentials.user);
      one.password = encodeURIComponent(password);
    }
  }
  return {
    ...upstream,
    url: place.url,
    index: openSimpleIndex({ url: url.href, timeoutMilliseconds: upstreamMilliseconds }),
    feed:
      place.changelog === null || changelogUrl === null
        ? null
        : {
            kind: 'changelog',
            ...place.changelog,
            changelog: openPypiChangelog({
              url: changelogUrl.href,
              timeoutMilliseconds: upstreamMilliseconds,
            }),
          },
    eventSecret,
  };
}

/** Every index that releases are looked for in, each deaf to the names of internal projects: none is ever asked for one. */
export function upstreamIndexes(
  config: Config,
  known: { readonly upstreams: readonly OpenUpstream[]; readonly internal: ReadonlySet<ProjectName> },
): readonly SimpleIndex[] {
  const plain = config.upstreamIndexes.map((url) =>
    openSimpleIndex({ url, timeoutMilliseconds: upstreamMilliseconds }),
  );
  return [...plain, ...known.upstreams.map(({ index }) => index)].map((index): SimpleIndex => ({
    findSdist: async (release) => (known.internal.has(release.project) ? null : index.findSdist(release)),
    listSdists: async (project) => (known.internal.has(project) ? null : index.listSdists(project)),
    download: (sdist) => index.download(sdist),
  }));
}
