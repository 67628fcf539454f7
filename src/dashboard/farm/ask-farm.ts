import type * as z from 'zod';
import { Problem } from '../../http/contract/problem.ts';
import { announceAnswer, type Answer } from './answers.ts';

type Unanswered = ErrorOptions & {
  /** By which the server's log knows the request; null: it never got there. */
  readonly requestId?: string | null;
};

/** The farm understood and refused, and says why. */
export class Refused extends Error {
  override readonly name = 'Refused';
  readonly status: number;
  /** For programs: `unknown-target`. */
  readonly kind: string;
  /** Each part of the request that was not understood: `body.slots`. */
  readonly parts: NonNullable<Problem['errors']>;
  readonly requestId: string | null;
  constructor(problem: Problem) {
    super(problem.detail);
    this.status = problem.status;
    this.kind = problem.type.split(':').at(-1) ?? '';
    this.parts = problem.errors ?? [];
    this.requestId = problem.requestId ?? null;
  }
}

/** Nobody answered, or somebody who is not the farm, or a farm in trouble. Worth another try. */
export class Unreachable extends Error {
  override readonly name = 'Unreachable';
  readonly requestId: string | null;
  constructor(message: string, { requestId = null, ...options }: Unanswered = {}) {
    super(message, options);
    this.requestId = requestId;
  }
}

const longestWaitMilliseconds = 20_000;
/** An sdist of 100 MB over a slow line. */
const longestUploadMilliseconds = 15 * 60_000;

type Ask<Schema extends z.ZodType> = {
  readonly schema: Schema;
  readonly method?: Answer['method'];
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Sent as it is, instead of a body. */
  readonly file?: Blob;
  readonly signal?: AbortSignal;
  /** How long the answer may take. */
  readonly waitMilliseconds?: number;
};

/** Asks the API that served this page. Throws Refused or Unreachable. */
export async function askFarm<Schema extends z.ZodType>(
  path: string,
  asked: Ask<Schema>,
): Promise<z.output<Schema>> {
  const { schema, method = 'GET', body, file, signal } = asked;
  const usual = file === undefined ? longestWaitMilliseconds : longestUploadMilliseconds;
  const deadline = AbortSignal.timeout(asked.waitMilliseconds ?? usual);
  const within = signal === undefined ? deadline : AbortSignal.any([signal, deadline]);
  const [bare = path] = path.split('?');
  let response: Response | null = null;
  const announce = (failure: string | null): void => {
    const requestId = response?.headers.get('x-request-id') ?? null;
    announceAnswer({ method, path: bare, status: response?.status ?? null, requestId, failure });
  };
  try {
    response = await send(path, { method, content: contentOf({ body, file }), signal: within });
    const value = await readReply(response, schema);
    announce(null);
    return value;
  } catch (error) {
    // Whoever asked wants to know no more.
    if (signal?.aborted === true) throw error;
    const failure =
      error instanceof Refused || error instanceof Unreachable
        ? error
        : new Unreachable('the farm does not answer', { cause: error });
    announce(failure.message);
    throw failure;
  }
}

type Content = { readonly type: string; readonly body: BodyInit };

function contentOf({
  body,
  file,
}: {
  readonly body: unknown;
  readonly file: Blob | undefined;
}): Content | null {
  if (file !== undefined) return { type: 'application/octet-stream', body: file };
  return body === undefined ? null : { type: 'application/json', body: JSON.stringify(body) };
}

const send = (
  path: string,
  {
    method,
    content,
    signal,
  }: { readonly method: string; readonly content: Content | null; readonly signal: AbortSignal },
): Promise<Response> =>
  fetch(path, {
    method,
    // What a page may do comes from the session that somebody began with a token.
    credentials: 'same-origin',
    headers: {
      accept: 'application/json',
      // Other sites can't send it: it says that a page of the farm asks.
      'x-wheelyard-page': 'dashboard',
      ...(content !== null && { 'content-type': content.type }),
    },
    ...(content !== null && { body: content.body }),
    signal,
  });

async function readReply<Schema extends z.ZodType>(
  response: Response,
  schema: Schema,
): Promise<z.output<Schema>> {
  const requestId = response.headers.get('x-request-id');
  const body: unknown = response.status === 204 ? null : await response.json();
  if (response.ok) {
    const parsed = schema.safeParse(body);
    if (parsed.success) return parsed.data;
    const sentence = 'the farm answers otherwise than this page expects; reload it';
    throw new Unreachable(sentence, { requestId, cause: parsed.error });
  }
  const problem = Problem.safeParse(body);
  if (problem.success && response.status < 500) throw new Refused(problem.data);
  const sentence = problem.success ? problem.data.detail : `the farm answers with ${response.status}`;
  throw new Unreachable(sentence, { requestId });
}

/** A small text that the farm serves to programs; throws Unreachable. */
export async function readText(path: string, signal: AbortSignal): Promise<string> {
  try {
    const response = await fetch(path, {
      signal: AbortSignal.any([signal, AbortSignal.timeout(longestWaitMilliseconds)]),
    });
    if (response.ok) return await response.text();
    throw new Unreachable(`the farm answers with ${response.status}`);
  } catch (error) {
    if (signal.aborted || error instanceof Unreachable) throw error;
    throw new Unreachable('the farm does not answer', { cause: error });
  }
}
