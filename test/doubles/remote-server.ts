import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a server of a test does with a request, other than what its protocol says. */
export type Behaviour =
  | 'well'
  /** Breaks the connection before, or after, it has done what it was asked for. */
  | 'reset'
  | 'reset-after'
  | 'silent'
  | 'endless'
  | 'endless-refusal'
  | 'redirect-elsewhere'
  /** Stores half of what comes, and says nothing of it. */
  | 'truncate'
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: string };

export type Asked = {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
};

export type Said = {
  readonly status: number;
  readonly reason?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
};

export type RemoteServer = {
  readonly url: string;
  readonly asked: readonly Asked[];
  /** May be changed while it runs. */
  behave: (asked: Asked) => Behaviour;
} & AsyncDisposable;

/** A server over HTTP that speaks `answer`, unless it is told to behave otherwise. */
export async function openRemoteServer(
  answer: (asked: Asked) => Said | Promise<Said>,
): Promise<RemoteServer> {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    const serve = async (): Promise<void> => {
      const chunks: Uint8Array[] = [];
      for await (const chunk of request) chunks.push(chunk as Uint8Array);
      const one = {
        method: request.method ?? '',
        path: request.url ?? '',
        headers: request.headers,
        body: Buffer.concat(chunks),
      };
      asked.push(one);
      await act(response, { one, behaviour: remote.behave(one), answer });
    };
    serve().catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const remote: RemoteServer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    asked,
    behave: () => 'well',
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return remote;
}

async function act(
  response: ServerResponse,
  given: {
    readonly one: Asked;
    readonly behaviour: Behaviour;
    readonly answer: (asked: Asked) => Said | Promise<Said>;
  },
): Promise<void> {
  const { one, behaviour, answer } = given;
  switch (behaviour) {
    case 'well':
      return say(response, await answer(one));
    case 'truncate':
      return say(response, await answer({ ...one, body: halve(one) }));
    case 'reset-after':
      await answer(one);
      return void response.destroy();
    case 'reset':
      return void response.destroy();
    case 'silent':
      return;
    case 'endless':
      return trickle(response, 200);
    case 'endless-refusal':
      return trickle(response, 400);
    case 'redirect-elsewhere':
      return say(response, { status: 302, headers: { location: 'file:///etc/passwd' } });
    default:
      return say(response, behaviour);
  }
}

const say = (response: ServerResponse, said: Said): void =>
  void response.writeHead(said.status, said.reason, said.headers).end(said.body ?? '');

function trickle(response: ServerResponse, status: number): void {
  response.writeHead(status, { 'content-type': 'text/plain' });
  const go = (): void => {
    while (!response.destroyed && response.write(Buffer.alloc(64 * 1024, 'no ')));
    if (!response.destroyed) response.once('drain', go);
  };
  go();
}

/** The form as it was, with half of the file. */
function halve({ body }: Asked): Buffer {
  const end = body.lastIndexOf('\r\n--');
  const start = body.indexOf('\r\n\r\n', body.indexOf('name="content"')) + 4;
  return Buffer.concat([body.subarray(0, start + Math.floor((end - start) / 2)), body.subarray(end)]);
}

/** The fields and the file of an upload. */
export async function readForm(asked: Asked): Promise<{
  fields: ReadonlyMap<string, readonly string[]>;
  file: { name: string; content: Buffer } | null;
}> {
  const headers = { 'content-type': asked.headers['content-type'] ?? '' };
  const form = await new Response(new Uint8Array(asked.body), { headers }).formData();
  const fields = new Map<string, string[]>();
  let file: { name: string; content: Buffer } | null = null;
  for (const [name, value] of form) {
    if (typeof value === 'string') fields.set(name, [...(fields.get(name) ?? []), value]);
    else file = { name: value.name, content: Buffer.from(await value.arrayBuffer()) };
  }
  return { fields, file };
}

export const hashOf = (content: Buffer): string => createHash('sha256').update(content).digest('hex');
