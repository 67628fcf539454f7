import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import type * as z from 'zod';
import { Problem, problemMediaType } from '../../src/http/contract/problem.ts';

/** What was asked of the double. */
type Asked = {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
};

export type Answer = (asked: Asked, response: ServerResponse) => unknown;

/** `GET /api/builds` → what is said. */
export type Answers = Readonly<Record<string, Answer>>;

export type FarmDouble = AsyncDisposable & {
  readonly url: string;
  readonly asked: readonly Asked[];
  /** Cuts every connection and answers no more. */
  readonly stop: () => Promise<void>;
  /** Answers again, at the same address. */
  readonly start: () => Promise<void>;
};

/** A farm on the wire whose replies are held against the contract before they are sent. */
export async function openFarmDouble(answers: Answers): Promise<FarmDouble> {
  const asked: Asked[] = [];
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? '/', 'http://farm');
    const one: Asked = {
      method: request.method ?? '',
      path: url.pathname,
      query: url.searchParams,
      headers: request.headers,
      body: await buffer(request),
    };
    asked.push(one);
    const known = answers[`${one.method} ${one.path}`];
    await (known ?? refuse(404, { kind: 'not-found', detail: `there is no ${one.path}` }))(one, response);
  };
  let port = 0;
  let server = await listen(answer, port);
  port = portOf(server);
  const stop = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  };
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    stop,
    start: async () => {
      server = await listen(answer, port);
    },
    [Symbol.asyncDispose]: stop,
  };
}

const portOf = (server: Server): number => (server.address() as AddressInfo).port;

async function listen(
  answer: (request: IncomingMessage, response: ServerResponse) => Promise<void>,
  port: number,
): Promise<Server> {
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      response.statusCode = 599;
      response.end(String(error));
    });
  });
  await new Promise<void>((done, fail) => {
    server.once('error', fail);
    server.listen(port, '127.0.0.1', done);
  });
  return server;
}

/** A reply of the contract; what does not fit it makes the test fail. */
export const say =
  <Schema extends z.ZodType>(schema: Schema, value: z.input<Schema>, status = 200): Answer =>
  (_asked, response) => {
    schema.parse(value);
    response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(value));
  };

/** One answer after another; the last of them stays. */
export function inTurn(...answers: readonly Answer[]): Answer {
  let next = 0;
  return (asked, response) => {
    const answer = answers[Math.min(next++, answers.length - 1)];
    return answer?.(asked, response);
  };
}

export const refuse =
  (status: number, why: { readonly kind: string; readonly detail: string }): Answer =>
  (_asked, response) => {
    const problem: Problem = {
      type: `urn:wheelyard:problem:${why.kind}`,
      title: why.kind.replaceAll('-', ' '),
      status,
      detail: why.detail,
    };
    const body = JSON.stringify(Problem.parse(problem));
    response.writeHead(status, { 'Content-Type': problemMediaType }).end(body);
  };
