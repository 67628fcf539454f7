import type { Readable } from 'node:stream';
import type { Problem } from './contract/problem.ts';

export type Headers = Readonly<Record<string, string>>;

/** What a handler answers with; how it gets onto the wire is the adapter's matter. */
export type Reply<Body = unknown> =
  | { readonly kind: 'json'; readonly status: number; readonly body: Body; readonly headers?: Headers }
  | ProblemReply
  | { readonly kind: 'text'; readonly status: number; readonly text: string; readonly headers: Headers }
  | { readonly kind: 'bytes'; readonly status: number; readonly bytes: Buffer; readonly headers: Headers }
  | {
      readonly kind: 'stream';
      readonly status: number;
      readonly content: Readable;
      readonly headers: Headers;
    }
  /** Parts of a text/event-stream, each with its blank line; kept alive while nothing comes. */
  | { readonly kind: 'events'; readonly events: AsyncIterable<string> }
  | { readonly kind: 'empty'; readonly status: number; readonly headers?: Headers };

export type ProblemReply = {
  readonly kind: 'problem';
  readonly problem: Problem;
  readonly headers?: Headers;
  /** What the status line says: old upload clients show nothing else. */
  readonly reason?: string;
};

export const json = <Body>(status: number, body: Body): Reply<Body> => ({ kind: 'json', status, body });

/** `kind`: a few words with hyphens, as `no-such-build`. */
export const problem = (
  status: number,
  why: { readonly kind: string; readonly detail: string; readonly headers?: Headers },
): ProblemReply => ({
  kind: 'problem',
  problem: {
    type: `urn:wheelyard:problem:${why.kind}`,
    title: why.kind.replaceAll('-', ' '),
    status,
    detail: why.detail,
  },
  ...(why.headers && { headers: why.headers }),
});

export const notFound = (detail: string): ProblemReply => problem(404, { kind: 'not-found', detail });
