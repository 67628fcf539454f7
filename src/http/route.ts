import * as z from 'zod';
import type { Asked } from './asked.ts';
import type { RouteScope } from './authenticate.ts';
import type { HttpFarm } from './http-ports.ts';
import { problem, type ProblemReply, type Reply } from './reply.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** What a success looks like. */
type ReplyShape<Body extends z.ZodType> = {
  readonly statuses: readonly [number, ...number[]];
  /** Null where the reply is not described by a schema. */
  readonly schema: Body | null;
  /** Media types beside (or, without a schema, instead of) application/json. */
  readonly types: readonly string[];
};

/** What of a request body is read by the adapter: JSON is; anything else is left to the handler as a stream. */
type BodyShape<Body extends z.ZodType> =
  | { readonly kind: 'none' }
  /** `size`: a `file` may be in it. */
  | { readonly kind: 'json'; readonly schema: Body; readonly size?: 'file' }
  | { readonly kind: 'stream'; readonly types: readonly string[] };

type RouteFacts = {
  readonly method: Method;
  /** Express's notation: `/api/builds/:id`. */
  readonly path: string;
  readonly scope: RouteScope;
  readonly summary: string;
};

type RouteSpec<
  P extends z.ZodType,
  Q extends z.ZodType,
  B extends z.ZodType,
  R extends z.ZodType,
> = RouteFacts & {
  readonly params?: P;
  readonly query?: Q;
  readonly body?: BodyShape<B>;
  readonly reply: ReplyShape<R>;
  readonly handler: (
    farm: HttpFarm,
    input: {
      readonly params: z.output<P>;
      readonly query: z.output<Q>;
      readonly body: z.output<B>;
      readonly asked: Asked;
    },
  ) => Promise<Reply<z.input<R>>>;
};

/** One row of the route table: data, and `answer`, which parses the raw parts and calls the handler. */
export type Route = RouteFacts & {
  readonly params: z.ZodType | null;
  readonly query: z.ZodType | null;
  readonly body: BodyShape<z.ZodType>;
  readonly reply: ReplyShape<z.ZodType>;
  readonly answer: (farm: HttpFarm, request: RawRequest) => Promise<Reply>;
};

type RawRequest = {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
  readonly asked: Asked;
};

export function defineRoute<
  P extends z.ZodType = z.ZodUndefined,
  Q extends z.ZodType = z.ZodUndefined,
  B extends z.ZodType = z.ZodUndefined,
  R extends z.ZodType = z.ZodNever,
>(spec: RouteSpec<P, Q, B, R>): Route {
  const { params, query, body, handler, ...facts } = spec;
  return {
    ...facts,
    params: params ?? null,
    query: query ?? null,
    body: body ?? { kind: 'none' },
    answer: async (farm, raw) => {
      const errors: Misunderstanding[] = [];
      const input = {
        params: parsePart(params, { where: 'path', value: raw.params, errors }),
        query: parsePart(query, { where: 'query', value: raw.query, errors }),
        body: parsePart(body?.kind === 'json' ? body.schema : undefined, {
          where: 'body',
          value: raw.body,
          errors,
        }),
        asked: raw.asked,
      };
      return errors.length === 0 ? handler(farm, input) : misunderstood(errors);
    },
  };
}

type Misunderstanding = { readonly where: string; readonly message: string };

const mostErrors = 20;

/** Adds what it does not understand to `errors`; its result counts only while that is empty. */
function parsePart<S extends z.ZodType>(
  schema: S | undefined,
  part: { readonly where: string; readonly value: unknown; readonly errors: Misunderstanding[] },
): z.output<S> {
  const parsed = (schema ?? anything).safeParse(part.value);
  if (!parsed.success) {
    for (const issue of parsed.error.issues.slice(0, mostErrors)) {
      const where = [part.where, ...issue.path.map(String)].join('.').slice(0, 200);
      part.errors.push({ where, message: issue.message.slice(0, 500) });
    }
  }
  // A part without a schema has the type of `undefined` and is never looked at.
  return parsed.data as z.output<S>;
}

const anything = z.unknown().transform(() => undefined);

function misunderstood(errors: readonly Misunderstanding[]): ProblemReply {
  const detail = errors.map(({ where, message }) => `${where}: ${message}`).join('; ');
  const reply = problem(400, { kind: 'bad-request', detail: detail.slice(0, 2000) });
  return { ...reply, problem: { ...reply.problem, errors: errors.slice(0, mostErrors) } };
}
