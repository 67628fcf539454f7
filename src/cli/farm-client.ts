import type { EventSourceMessage } from 'eventsource-parser';
import { EventSourceParserStream } from 'eventsource-parser/stream';
import type * as z from 'zod';
import { eventStreamMediaType } from '../http/contract/log.ts';
import { NotAFarm } from './farm-errors.ts';
import { readText } from './read-text.ts';
import { explainRefusal } from './refusal.ts';
import { duringTransfer } from './transfer.ts';

type ApiRequest = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Below the farm's address: `api/builds`. */
  readonly path: string;
  readonly query?: Query;
  readonly body?: { readonly json: unknown } | { readonly file: Blob };
};

export type Query = Readonly<Record<string, string | number | readonly string[] | undefined>>;

/** What the farm said: understood, and as it came. */
type Answer<Value> = { readonly value: Value; readonly raw: unknown };

export type FarmClient = {
  readonly url: URL;
  /** Throws FarmRefusal, FarmOutage or NotAFarm. */
  readonly ask: <Schema extends z.ZodType>(
    request: ApiRequest,
    schema: Schema,
  ) => Promise<Answer<z.output<Schema>>>;
  /** A file, piece by piece; throws as `ask` does. */
  readonly openContent: (request: Pick<ApiRequest, 'path'>) => AsyncGenerator<Uint8Array>;
  /** Server-sent events until the stream ends or is cut; throws as `ask` does. */
  readonly openEvents: (
    request: Pick<ApiRequest, 'path' | 'query'> & { readonly lastEventId: string | null },
  ) => AsyncGenerator<EventSourceMessage>;
};

/** A question is answered soon or not at all; what changes something may take as long as its upload or download. */
const questionMilliseconds = 60_000;
/** A log line is at most 16 KiB, which JSON may write six times as long. */
const longestEvent = 1024 * 1024;

export function openFarmClient(access: {
  readonly url: URL;
  readonly token: string | null;
  readonly fetch: typeof fetch;
  readonly interrupt: AbortSignal;
}): FarmClient {
  const { url, interrupt } = access;

  async function send(
    request: ApiRequest,
    options: { accept: string; headers?: Record<string, string>; signal: AbortSignal },
  ) {
    const { body } = request;
    const headers: Record<string, string> = { Accept: options.accept, ...options.headers };
    if (access.token !== null) headers['Authorization'] = `Bearer ${access.token}`;
    if (body !== undefined)
      headers['Content-Type'] = 'json' in body ? 'application/json' : 'application/octet-stream';
    const response = await duringTransfer(access, () =>
      access.fetch(urlOf(url, request), {
        method: request.method,
        headers,
        redirect: 'manual',
        signal: options.signal,
        ...(body && { body: 'json' in body ? JSON.stringify(body.json) : body.file }),
      }),
    );
    if (response.ok) return response;
    const text = await duringTransfer(access, () => readText(response));
    throw explainRefusal({ url, response, text });
  }

  return {
    url,
    ask: async (request, schema) => {
      const signal =
        request.method === 'GET'
          ? AbortSignal.any([interrupt, AbortSignal.timeout(questionMilliseconds)])
          : interrupt;
      const response = await send(request, { accept: 'application/json', signal });
      const text = await duringTransfer(access, () => readText(response));
      const raw = text === '' ? undefined : parseJson(url, text);
      const parsed = schema.safeParse(raw);
      if (!parsed.success)
        throw new NotAFarm(`what answers at ${url.href} does not say what a farm of this version says`);
      return { value: parsed.data, raw };
    },
    openContent: async function* ({ path }) {
      const response = await send(
        { method: 'GET', path },
        { accept: 'application/octet-stream', signal: interrupt },
      );
      const pieces = (response.body ?? new ReadableStream<Uint8Array>()).values();
      try {
        while (true) {
          const next = await duringTransfer(access, () => pieces.next());
          if (next.done) return;
          yield next.value;
        }
      } finally {
        await pieces.return?.();
      }
    },
    openEvents: async function* ({ lastEventId, ...asked }) {
      const response = await send(
        { method: 'GET', ...asked },
        {
          accept: eventStreamMediaType,
          headers: lastEventId === null ? {} : { 'Last-Event-ID': lastEventId },
          signal: interrupt,
        },
      );
      if (response.body === null || !response.headers.get('content-type')?.startsWith(eventStreamMediaType)) {
        throw new NotAFarm(`what answers at ${url.href} sends no events`);
      }
      const events = response.body
        .pipeThrough(new TextDecoderStream())
        .pipeThrough(new EventSourceParserStream({ maxBufferSize: longestEvent }))
        .values();
      try {
        while (true) {
          const next = await duringTransfer(access, () => events.next());
          if (next.done) return;
          yield next.value;
        }
      } finally {
        await events.return?.();
      }
    },
  };
}

function parseJson(url: URL, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new NotAFarm(`what answers at ${url.href} is no farm: its reply is no JSON`);
  }
}

function urlOf(farm: URL, { path, query = {} }: ApiRequest): URL {
  const url = new URL(path, farm);
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined) continue;
    for (const one of Array.isArray(value) ? value : [value]) url.searchParams.append(name, String(one));
  }
  return url;
}
