import type * as z from 'zod';
import { Problem } from '../../http/contract/problem.ts';

/** The farm understood and refused, and says why. */
export class Refused extends Error {
  override readonly name = 'Refused';
  readonly status: number;
  constructor(problem: Problem) {
    super(problem.detail);
    this.status = problem.status;
  }
}

/** Nobody answered, or somebody who is not the farm. Worth another try. */
export class Unreachable extends Error {
  override readonly name = 'Unreachable';
}

const longestWaitMilliseconds = 20_000;

type Ask<Schema extends z.ZodType> = {
  readonly schema: Schema;
  readonly method?: 'GET' | 'POST' | 'DELETE';
  /** Sent as JSON. */
  readonly body?: unknown;
  readonly signal?: AbortSignal;
};

/** Asks the API that served this page. Throws Refused or Unreachable. */
export async function askFarm<Schema extends z.ZodType>(
  path: string,
  { schema, method = 'GET', body, signal }: Ask<Schema>,
): Promise<z.output<Schema>> {
  const reply = await fetchReply(path, { method, body, signal });
  const parsed = schema.safeParse(reply);
  if (!parsed.success) {
    throw new Unreachable('the farm answers otherwise than this page expects; reload it', {
      cause: parsed.error,
    });
  }
  return parsed.data;
}

async function fetchReply(
  path: string,
  {
    method,
    body: sent,
    signal,
  }: { readonly method: string; readonly body: unknown; readonly signal: AbortSignal | undefined },
): Promise<unknown> {
  const deadline = AbortSignal.timeout(longestWaitMilliseconds);
  const request: RequestInit = {
    method,
    // What a page may do comes from the session that somebody began with a token.
    credentials: 'same-origin',
    headers: {
      accept: 'application/json',
      // Other sites can't send it: it says that a page of the farm asks.
      'x-wheelyard-page': 'dashboard',
      ...(sent !== undefined && { 'content-type': 'application/json' }),
    },
    ...(sent !== undefined && { body: JSON.stringify(sent) }),
    signal: signal === undefined ? deadline : AbortSignal.any([signal, deadline]),
  };
  try {
    const reply = await fetch(path, request);
    const body: unknown = await reply.json();
    if (reply.ok) return body;
    const problem = Problem.safeParse(body);
    if (problem.success && reply.status < 500) throw new Refused(problem.data);
    throw new Unreachable(problem.success ? problem.data.detail : `the farm answers with ${reply.status}`);
  } catch (error) {
    if (error instanceof Refused || error instanceof Unreachable || signal?.aborted === true) throw error;
    throw new Unreachable('the farm does not answer', { cause: error });
  }
}
