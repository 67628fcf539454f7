import { Readable } from 'node:stream';
import type { ProjectName } from '../domain/release.ts';
import { Outage, type UpstreamSdist } from '../farm/ports.ts';
import type { UpstreamLook, WatchedIndex } from '../farm/watched-index.ts';
import { chooseSdist, listReleases } from './choose-sdist.ts';
import { openWeb, type Web, type WebResponse } from './fetch-within.ts';
import { parseHtmlPage } from './parse-html-page.ts';
import { parseJsonPage } from './parse-json-page.ts';
import type { PageFile } from './project-page.ts';
import { webFetch } from './web-fetch.ts';
import { verifyContent } from './verify-content.ts';

export type SimpleIndexLimits = { readonly pageBytes: number; readonly fileBytes: number };

export const defaultSimpleIndexLimits: SimpleIndexLimits = {
  pageBytes: 32 * 1024 ** 2,
  fileBytes: 512 * 1024 ** 2,
};

export type SimpleIndexOptions = {
  /** The root, e.g. `https://index.example/simple`; may carry a user and a password. */
  readonly url: string;
  readonly fetch?: typeof fetch;
  /** Longest wait for an answer, and for each next piece of it. */
  readonly timeoutMilliseconds: number;
  readonly limits?: SimpleIndexLimits;
};

const accept =
  'application/vnd.pypi.simple.v1+json, application/vnd.pypi.simple.v1+html;q=0.2, text/html;q=0.1';

export function openSimpleIndex(options: SimpleIndexOptions): WatchedIndex {
  const limits = options.limits ?? defaultSimpleIndexLimits;
  const root = new URL(options.url.endsWith('/') ? options.url : `${options.url}/`);
  const web = openWeb({
    root,
    fetch: options.fetch ?? webFetch,
    timeoutMilliseconds: options.timeoutMilliseconds,
  });
  const pages = { root, web, pageBytes: limits.pageBytes };
  return {
    findSdist: async (release) => {
      const page = await readPage(release.project, pages);
      return page === null ? null : chooseSdist(page.files, { release, base: page.base });
    },
    listSdists: async (project) => {
      const page = await readPage(project, pages);
      return page === null ? null : listReleases(page.files, { project, base: page.base });
    },
    look: (project, known) => look(project, { ...pages, etag: known.etag }),
    download: (sdist) => download(sdist, { web, fileBytes: limits.fileBytes }),
  };
}

/** Null where the index does not have the project. `base`: what the page's addresses are relative to. */
async function readPage(
  project: ProjectName,
  index: { readonly root: URL; readonly web: Web; readonly pageBytes: number },
): Promise<{ readonly files: readonly PageFile[]; readonly base: string } | null> {
  const response = await index.web.get(new URL(`${project}/`, index.root), { accept });
  return response === null ? null : readFiles(response, { project, pageBytes: index.pageBytes });
}

/** Asks only for what has changed since the answer of that etag. */
async function look(
  project: ProjectName,
  index: { readonly root: URL; readonly web: Web; readonly pageBytes: number; readonly etag: string | null },
): Promise<UpstreamLook> {
  const { root, web, pageBytes, etag } = index;
  const asked = new URL(`${project}/`, root);
  const response = await web.get(asked, { accept, ...(etag !== null && { etag }) });
  if (response === null) return { kind: 'unknown-project' };
  if (response.isUnchanged) return { kind: 'unchanged' };
  if (new URL(response.url).origin !== asked.origin)
    throw new Outage(`the page of ${project} redirects to another host`);
  const { files, base } = await readFiles(response, { project, pageBytes });
  const serial = Number(response.header('x-pypi-last-serial') ?? Number.NaN);
  return {
    kind: 'page',
    etag: response.header('etag')?.slice(0, 500) ?? null,
    serial: Number.isSafeInteger(serial) ? serial : null,
    releases: listReleases(files, { project, base }),
  };
}

async function readFiles(
  response: WebResponse,
  { project, pageBytes }: { readonly project: ProjectName; readonly pageBytes: number },
): Promise<{ readonly files: readonly PageFile[]; readonly base: string }> {
  const chunks: Uint8Array[] = [];
  let total = 0;
  for await (const chunk of response.body) {
    total += chunk.byteLength;
    if (total > pageBytes) throw new Outage(`the page of ${project} is larger than ${pageBytes} bytes`);
    chunks.push(chunk);
  }
  const text = Buffer.concat(chunks).toString();
  const unreadable = (problem: string): Outage =>
    new Outage(`the upstream index can't be read for ${project}: ${problem}`);
  if (!response.contentType.includes('json')) {
    const page = parseHtmlPage(text);
    if (!page.ok) throw unreadable(page.problem);
    const { files, base } = page.value;
    const resolved = base === null ? null : URL.parse(base, response.url);
    return { files, base: resolved?.href ?? response.url };
  }
  const files = parseJsonPage(text);
  if (!files.ok) throw unreadable(files.problem);
  return { files: files.value, base: response.url };
}

async function download(
  sdist: UpstreamSdist,
  index: { readonly web: Web; readonly fileBytes: number },
): Promise<Readable | null> {
  const response = await index.web.get(new URL(sdist.url), { accept: '*/*' });
  if (response === null) return null;
  return Readable.from(verifyContent(response.body, { sdist, limitBytes: index.fileBytes }), {
    objectMode: false,
  });
}
