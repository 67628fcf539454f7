import { Readable } from 'node:stream';
import { z } from 'zod';
import type { Publisher } from '../domain/publisher.ts';
import { RemoteTrouble } from '../farm/remote-index.ts';
import type { RemoteAccess } from './legacy-index.ts';
import { askRemote, type RemoteRequest, type RemoteResponse } from './remote-request.ts';
import { readRemoteWords } from './remote-words.ts';

/** Requests to a devpi server under one login: a password with each request would cost the server 0.3 s. */
export type DevpiSession = {
  readonly url: (path: string) => string;
  /** What shows the login; empty where the address is not the server's own. */
  readonly headersFor: (address: string, signal: AbortSignal) => Promise<Readonly<Record<string, string>>>;
  /** Logs in again before the next request. */
  readonly forget: () => void;
  /** Asks with the login; one that the server no longer knows is forgotten. */
  readonly ask: (path: string, request: RemoteRequest) => Promise<RemoteResponse>;
  readonly askJson: (
    path: string,
    request: {
      readonly method: 'GET' | 'PUT' | 'PATCH';
      readonly json: unknown;
      readonly signal: AbortSignal;
    },
  ) => Promise<RemoteResponse>;
};

const loginSchema = z.object({
  result: z.object({
    password: z.string().min(1).max(4096),
    expiration: z.number().positive().max(1e9).default(36_000),
  }),
});

const answerBytes = 1024 * 1024;

export function openDevpiSession(
  publisher: Pick<Publisher, 'url' | 'credentials'>,
  access: RemoteAccess,
): DevpiSession {
  const { times, clock } = access;
  const url = (path: string): string => new URL(path, publisher.url).href;
  let login: { readonly header: Promise<string>; until: number } | null = null;

  const logIn = async (signal: AbortSignal): Promise<string> => {
    const user = publisher.credentials?.user ?? '';
    const request = jsonRequest({
      method: 'POST',
      json: { user, password: await access.password() },
      signal,
    });
    const response = await askRemote(url('+login'), { request, times });
    if (response.status !== 200) throw new RemoteTrouble(`login as ${user}: ${readRemoteWords(response)}`);
    const { password, expiration } = readJson(response, loginSchema).result;
    // Renewed in time, so that no upload begins with a token that ends on its way.
    if (login !== null) login.until = clock() + expiration * 900;
    return Buffer.from(`${user}:${password}`).toString('base64');
  };

  /** Whoever comes while a login is under way waits for that one. */
  const showLogin = async (signal: AbortSignal): Promise<string> => {
    if (login === null || login.until < clock()) {
      const header = logIn(signal);
      const current = { header, until: Number.POSITIVE_INFINITY };
      login = current;
      header.catch(() => {
        if (login === current) login = null;
      });
    }
    return login.header;
  };

  const ask: DevpiSession['ask'] = async (path, request) => {
    const header = await showLogin(request.signal);
    const headers = { ...request.headers, 'x-devpi-auth': header };
    const response = await askRemote(url(path), { request: { ...request, headers }, times });
    if (response.status === 401 && (await login?.header.catch(() => null)) === header) login = null;
    return response;
  };

  return {
    url,
    headersFor: async (address, signal) =>
      new URL(address).origin === new URL(publisher.url).origin
        ? { 'x-devpi-auth': await showLogin(signal) }
        : {},
    forget: () => {
      login = null;
    },
    ask,
    askJson: async (path, wanted) => {
      const first = await ask(path, jsonRequest(wanted));
      return first.status === 401 ? ask(path, jsonRequest(wanted)) : first;
    },
  };
}

function jsonRequest(wanted: {
  readonly method: RemoteRequest['method'];
  readonly json: unknown;
  readonly signal: AbortSignal;
}): RemoteRequest {
  const { method, json, signal } = wanted;
  const text = json === undefined ? null : Buffer.from(JSON.stringify(json));
  return {
    method,
    headers: { accept: 'application/json', ...(text !== null && { 'content-type': 'application/json' }) },
    body: text === null ? null : { content: Readable.from([text]), bytes: text.length },
    mostBytes: answerBytes,
    signal,
  };
}

export function readJson<Schema extends z.ZodType>(
  response: RemoteResponse,
  schema: Schema,
): z.output<Schema> {
  let json: unknown = null;
  try {
    json = JSON.parse(response.body.toString());
  } catch {
    // Said below.
  }
  const parsed = schema.safeParse(json);
  if (!parsed.success) throw new RemoteTrouble('what answers there does not speak as devpi does');
  return parsed.data;
}
