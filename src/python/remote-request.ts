import { once } from 'node:events';
import { request as requestHttp, type ClientRequest, type IncomingMessage } from 'node:http';
import { request as requestHttps } from 'node:https';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { RemoteTrouble } from '../farm/remote-index.ts';

/** What a remote index said, its body bounded. No redirect was followed. */
export type RemoteResponse = {
  readonly status: number;
  /** Of the status line: old servers tell their reason there. */
  readonly reason: string;
  readonly header: (name: string) => string | null;
  readonly body: Buffer;
};

export type RemoteRequest = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH';
  readonly headers: Readonly<Record<string, string>>;
  readonly body: { readonly content: Readable; readonly bytes: number } | null;
  /** More than that of an answer is trouble where it succeeds, and cut off where it does not. */
  readonly mostBytes: number;
  readonly signal: AbortSignal;
};

export type RemoteTimes = {
  /** Longest time without a byte in either direction. */
  readonly idleMilliseconds: number;
  /** Longest time from the end of the request to the end of the answer. */
  readonly answerMilliseconds: number;
};

export const usualRemoteTimes: RemoteTimes = { idleMilliseconds: 60_000, answerMilliseconds: 300_000 };

/** It must not have "twine" in it: pypiserver answers such clients otherwise. */
const userAgent = 'wheelyard';

/** One request to an external index. Throws RemoteTrouble where no whole answer comes in time. */
export const askRemote = (
  address: string,
  options: { readonly request: RemoteRequest; readonly times: RemoteTimes },
): Promise<RemoteResponse> =>
  withRemote(address, { ...options, use: (message) => readBounded(message, options.request.mostBytes) });

/** Lets `use` read the answer as it comes. */
export async function withRemote<Value>(
  address: string,
  {
    request,
    times,
    use,
  }: {
    readonly request: Omit<RemoteRequest, 'mostBytes'>;
    readonly times: RemoteTimes;
    readonly use: (message: IncomingMessage) => Promise<Value>;
  },
): Promise<Value> {
  const url = new URL(address);
  const timeout = new AbortController();
  const late = (why: string) => () => timeout.abort(new RemoteTrouble(`${placeOf(url)} ${why}`));
  let answerTimer: NodeJS.Timeout | undefined;
  const startAnswerTimer = (): void => {
    clearTimeout(answerTimer);
    const why = `gave no whole answer within ${times.answerMilliseconds} ms`;
    answerTimer = setTimeout(late(why), times.answerMilliseconds);
  };
  const sent = send(url, { request, signal: AbortSignal.any([request.signal, timeout.signal]) });
  sent.setTimeout(times.idleMilliseconds, late(`was silent for ${times.idleMilliseconds} ms`));
  const answered = once(sent, 'response');
  try {
    // A server may answer, and hang up, before it has read all: then its answer counts.
    pipeline(request.body?.content ?? Readable.from([]), sent).then(startAnswerTimer, () => undefined);
    const [message] = (await answered) as [IncomingMessage];
    startAnswerTimer();
    return await use(message);
  } catch (error) {
    if (request.signal.aborted) throw error;
    const reason: unknown = timeout.signal.aborted ? timeout.signal.reason : error;
    if (reason instanceof RemoteTrouble) throw reason;
    const why = reason instanceof Error ? reason.message : String(reason);
    throw new RemoteTrouble(`${placeOf(url)} can't be reached: ${why}`, { cause: reason });
  } finally {
    clearTimeout(answerTimer);
    sent.on('error', () => undefined).destroy();
  }
}

function send(
  url: URL,
  { request, signal }: { readonly request: Omit<RemoteRequest, 'mostBytes'>; readonly signal: AbortSignal },
): ClientRequest {
  const { method, headers, body } = request;
  const length = body === null ? {} : { 'content-length': String(body.bytes) };
  const options = {
    method,
    headers: { 'user-agent': userAgent, ...headers, ...length },
    agent: false,
    signal,
  };
  return url.protocol === 'https:' ? requestHttps(url, options) : requestHttp(url, options);
}

async function readBounded(response: IncomingMessage, mostBytes: number): Promise<RemoteResponse> {
  const status = response.statusCode ?? 0;
  const chunks: Uint8Array[] = [];
  let total = 0;
  for await (const chunk of response as AsyncIterable<Uint8Array>) {
    chunks.push(chunk);
    total += chunk.byteLength;
    if (total <= mostBytes) continue;
    // The words of a refusal are as good without their end.
    if (status >= 300) break;
    throw new RemoteTrouble(`an answer is longer than ${mostBytes} bytes`);
  }
  return {
    status,
    reason: response.statusMessage ?? '',
    header: (name) => {
      const value = response.headers[name];
      return (Array.isArray(value) ? value[0] : value) ?? null;
    },
    body: Buffer.concat(chunks).subarray(0, mostBytes),
  };
}

/** Without what may be secret in it. */
const placeOf = (url: URL): string => `${url.origin}${url.pathname}`;
