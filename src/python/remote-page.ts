import { createHash } from 'node:crypto';
import { parseSha256, type Sha256 } from '../domain/sha256.ts';
import { RemoteTrouble, type RemoteFile } from '../farm/remote-index.ts';
import { parseHtmlPage } from './parse-html-page.ts';
import { parseJsonPage } from './parse-json-page.ts';
import type { PageFile } from './project-page.ts';
import { askRemote, withRemote, type RemoteResponse, type RemoteTimes } from './remote-request.ts';
import { readRemoteWords } from './remote-words.ts';
import { toSha256 } from './hash-content.ts';

export type RemoteReading = {
  /** Sent to the address that was asked for, and never to another origin. */
  readonly headers: Readonly<Record<string, string>>;
  readonly times: RemoteTimes;
  readonly signal: AbortSignal;
};

const accept =
  'application/vnd.pypi.simple.v1+json, application/vnd.pypi.simple.v1+html;q=0.2, text/html;q=0.1';
const pageBytes = 16 * 1024 ** 2;
const mostRedirects = 3;
/** A file may be large and its way slow; that it goes on coming is seen by the silence. */
const fileMilliseconds = 30 * 60_000;

/**
 * What a page of a simple index lists; empty where there is none. pypiserver sends who asks for what it lacks to another
 * index: that, too, says that it has nothing.
 */
export async function readRemotePage(
  address: string,
  reading: RemoteReading,
): Promise<readonly RemoteFile[]> {
  let url = address;
  for (let redirects = 0; redirects <= mostRedirects; redirects++) {
    const { headers, times, signal } = reading;
    const request = { method: 'GET', body: null, mostBytes: pageBytes, signal } as const;
    const response = await askRemote(url, {
      request: { ...request, headers: { ...headers, accept } },
      times,
    });
    if (response.status === 200) return listFiles(response, url);
    if (response.status === 404 || response.status === 410) return [];
    const next = redirectOf(response.status, { location: response.header('location'), from: url });
    if (next === null) throw new RemoteTrouble(`the page ${address} answered ${readRemoteWords(response)}`);
    if (new URL(next).origin !== new URL(address).origin) return [];
    url = next;
  }
  throw new RemoteTrouble(`the page ${address} redirects in a circle`);
}

/** Null where the file is not there, or longer than `limitBytes`. */
export async function hashRemoteFile(
  address: string,
  reading: RemoteReading & { readonly limitBytes: number },
): Promise<Sha256 | null> {
  let url = address;
  for (let redirects = 0; redirects <= mostRedirects; redirects++) {
    const isAtHome = new URL(url).origin === new URL(address).origin;
    const answer = await withRemote(url, {
      request: {
        method: 'GET',
        headers: isAtHome ? reading.headers : {},
        body: null,
        signal: reading.signal,
      },
      times: { ...reading.times, answerMilliseconds: fileMilliseconds },
      use: async (message) => {
        const status = message.statusCode ?? 0;
        if (status !== 200) return { status, location: message.headers.location ?? null };
        return { status, sha256: await hashWithin(message, reading.limitBytes) };
      },
    });
    if ('sha256' in answer) return answer.sha256 ?? null;
    if (answer.status === 404 || answer.status === 410) return null;
    const next = redirectOf(answer.status, { location: answer.location, from: url });
    if (next === null) throw new RemoteTrouble(`the file ${address} answered ${answer.status}`);
    url = next;
  }
  throw new RemoteTrouble(`the file ${address} redirects in a circle`);
}

async function hashWithin(content: AsyncIterable<Uint8Array>, limitBytes: number): Promise<Sha256 | null> {
  const hash = createHash('sha256');
  let total = 0;
  for await (const chunk of content) {
    total += chunk.byteLength;
    if (total > limitBytes) return null;
    hash.update(chunk);
  }
  return toSha256(hash.digest());
}

function listFiles(response: RemoteResponse, url: string): readonly RemoteFile[] {
  const text = response.body.toString();
  if (response.header('content-type')?.includes('json') === true) {
    const files = parseJsonPage(text);
    if (!files.ok) throw new RemoteTrouble(`the page ${url} can't be read: ${files.problem}`);
    return files.value.flatMap((file) => readFile(file, url));
  }
  const page = parseHtmlPage(text);
  if (!page.ok) throw new RemoteTrouble(`the page ${url} can't be read: ${page.problem}`);
  const { files, base: said } = page.value;
  const base = said === null ? null : URL.parse(said, url);
  return files.flatMap((file) => readFile(file, base?.href ?? url));
}

function readFile(file: PageFile, base: string): readonly RemoteFile[] {
  const url = webAddress(file.url, base);
  if (url === null) return [];
  const sha256 = parseSha256(file.sha256?.toLowerCase() ?? '');
  return [{ filename: file.filename, url, sha256: sha256.ok ? sha256.value : null }];
}

/** Null for what leads off the web (`file:`) or from TLS to none. */
function webAddress(url: string, base: string): string | null {
  const resolved = URL.parse(url, base);
  if (resolved === null || !/^https?:$/.test(resolved.protocol)) return null;
  if (base.startsWith('https:') && resolved.protocol === 'http:') return null;
  resolved.hash = '';
  resolved.username = '';
  resolved.password = '';
  return resolved.href;
}

const redirectOf = (
  status: number,
  to: { readonly location: string | null; readonly from: string },
): string | null =>
  [301, 302, 303, 307, 308].includes(status) && to.location !== null
    ? webAddress(to.location, to.from)
    : null;
