import { Outage } from '../farm/ports.ts';

/** The web as an index client sees it. */
export type Web = {
  /** Null for 404 and 410. Throws Outage when there is no good answer in time; so does the body, when it stops coming. */
  readonly get: (address: URL, request: WebRequest) => Promise<WebResponse | null>;
};

type WebRequest = {
  readonly accept: string;
  /** Of an earlier answer: one that is the same still comes as `unchanged`, without a body. */
  readonly etag?: string;
  /** Sent instead of a mere question. It goes to this address only: a redirect of it is no answer. */
  readonly post?: { readonly contentType: string; readonly body: string };
};

export type WebResponse = {
  readonly isUnchanged: boolean;
  readonly header: (name: string) => string | null;
  /** After redirects. */
  readonly url: string;
  readonly contentType: string;
  readonly body: AsyncIterable<Uint8Array>;
};

type WebOptions = {
  readonly root: URL;
  readonly fetch: typeof fetch;
  readonly timeoutMilliseconds: number;
};

export function openWeb({ root, fetch, timeoutMilliseconds }: WebOptions): Web {
  const get: Web['get'] = async (address, { accept, etag, post }) => {
    const deadline = openDeadline(timeoutMilliseconds);
    const shown = withoutCredentials(address);
    if (isLinkLocal(address))
      throw new Outage(`${shown} is an address of this host's own network, which no index may name`);
    const condition = etag === undefined ? {} : { 'if-none-match': etag };
    const sent = post === undefined ? {} : { 'content-type': post.contentType };
    const how: RequestInit = post === undefined ? {} : { method: 'POST', body: post.body, redirect: 'error' };
    const headers = {
      accept,
      ...sent,
      ...condition,
      ...(address.origin === root.origin ? credentialsOf(root) : {}),
    };
    deadline.start();
    try {
      const response = await fetch(shown, { ...how, headers, signal: deadline.signal });
      if (response.ok && response.body !== null && staysEncrypted(shown, response.url)) {
        const body = readBody(response.body, { deadline, address: shown });
        return { ...describe(response, shown), isUnchanged: false, body };
      }
      deadline.rest();
      await response.body?.cancel();
      if (response.status === 404 || response.status === 410) return null;
      if (response.status === 304 && etag !== undefined)
        return { ...describe(response, shown), isUnchanged: true, body: nothing() };
      throw new Outage(`${shown} answered ${response.ok ? 'from an unencrypted place' : response.status}`);
    } catch (error) {
      deadline.rest();
      throw asOutage(error, shown);
    }
  };
  return { get };
}

/** Where clouds keep the keys of the machine. No index lies there, and a page that names it is an attacker's. */
const isLinkLocal = ({ hostname }: URL): boolean =>
  /^169\.254\.\d+\.\d+$|^\[fe[89ab][0-9a-f]:|^\[::ffff:a9fe:/.test(hostname);

const describe = (response: Response, shown: string) => ({
  url: response.url || shown,
  contentType: response.headers.get('content-type') ?? '',
  header: (name: string) => response.headers.get(name),
});

async function* nothing(): AsyncGenerator<Uint8Array> {}

type Deadline = ReturnType<typeof openDeadline>;

/** Fewer bytes than these in the time that one answer may take are no answer, however evenly they drip. */
const leastBytes = 16 * 1024;

/**
 * Watches the other side only: it rests while the reader is at work, and starts anew when something worth the wait has
 * come.
 */
function openDeadline(milliseconds: number) {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let leftMilliseconds = milliseconds;
  let startedAt = 0;
  let receivedBytes = 0;
  const expire = (): void => controller.abort(new Outage(`no answer for ${milliseconds} ms`));
  return {
    signal: controller.signal,
    start: (): void => {
      clearTimeout(timer);
      startedAt = performance.now();
      timer = setTimeout(expire, Math.max(0, leftMilliseconds));
    },
    rest: (): void => {
      clearTimeout(timer);
      leftMilliseconds -= performance.now() - startedAt;
      startedAt = performance.now();
    },
    receive: (bytes: number): void => {
      receivedBytes += bytes;
      if (receivedBytes < leastBytes) return;
      receivedBytes = 0;
      leftMilliseconds = milliseconds;
    },
    /** The head of an answer is one. */
    renew: (): void => {
      leftMilliseconds = milliseconds;
    },
  };
}

async function* readBody(
  body: AsyncIterable<Uint8Array>,
  given: { readonly deadline: Deadline; readonly address: string },
): AsyncGenerator<Uint8Array> {
  const { deadline, address } = given;
  try {
    deadline.renew();
    deadline.start();
    for await (const chunk of body) {
      deadline.rest();
      deadline.receive(chunk.byteLength);
      yield chunk;
      deadline.start();
    }
  } catch (error) {
    throw asOutage(error, address);
  } finally {
    deadline.rest();
  }
}

/** fetch follows redirects to http and https only; from https to http it would follow too. */
const staysEncrypted = (asked: string, answered: string): boolean =>
  !asked.startsWith('https:') || answered === '' || answered.startsWith('https:');

function withoutCredentials(address: URL): string {
  const bare = new URL(address);
  bare.username = '';
  bare.password = '';
  return bare.href;
}

/** fetch refuses addresses with credentials, and takes the header away when it is redirected to another origin. */
function credentialsOf(root: URL): { readonly authorization?: string } {
  if (root.username === '' && root.password === '') return {};
  const plain = `${decodeURIComponent(root.username)}:${decodeURIComponent(root.password)}`;
  return { authorization: `Basic ${Buffer.from(plain).toString('base64')}` };
}

const asOutage = (error: unknown, address: string): Outage =>
  error instanceof Outage ? error : new Outage(`${address} can't be reached`, { cause: error });
