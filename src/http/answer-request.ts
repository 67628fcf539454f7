import type { Request, Response } from 'express';
import type { Logger } from 'pino';
import { authenticate, refuseCaller, refuseReader, scopeNeeded } from './authenticate.ts';
import { explainError } from './explain-error.ts';
import type { HttpFarm } from './http-ports.ts';
import type { Metrics } from './metrics.ts';
import { readAsked, readJson } from './read-request.ts';
import { problem, type Reply } from './reply.ts';
import type { Route } from './route.ts';
import { sendReply } from './send-reply.ts';

export type AnswerOptions = {
  readonly farm: HttpFarm;
  readonly metrics: Metrics;
  readonly logger: Logger;
  readonly heartbeatMilliseconds: number;
  /** Aborted when the server stops. */
  readonly stopping: AbortSignal;
};

export type Exchange = { readonly request: Request; readonly response: Response };

/** Answers one request whatever happens, and says so in one line of the log. `route`: the row's path, or `unknown`. */
export async function answerWith(
  { request, response }: Exchange,
  options: AnswerOptions & {
    readonly route: string;
    readonly makeReply: (signal: AbortSignal) => Promise<Reply>;
  },
): Promise<void> {
  const { farm, route, heartbeatMilliseconds, stopping } = options;
  const startedAt = farm.clock();
  const requestId = Buffer.from(farm.random(9)).toString('base64url');
  const logger = options.logger.child({ requestId, method: request.method, route });
  const gone = new AbortController();
  response.once('close', () => {
    gone.abort();
    const milliseconds = farm.clock() - startedAt;
    const { statusCode: status, writableFinished: isWhole } = response;
    // What only looks, and found, is chatter: pages poll.
    const level = request.method === 'GET' && status < 400 && isWhole ? 'debug' : 'info';
    logger[level]({ status, milliseconds, ...(!isWhole && { cutOff: true }) }, 'request');
    options.metrics.observeRequest({ method: request.method, route, status, seconds: milliseconds / 1000 });
  });
  response.set('X-Request-Id', requestId);
  const explain = (error: unknown): Reply => {
    const reply = explainError(error);
    if (reply.problem.status >= 500) logger.error({ error }, 'request failed');
    return reply;
  };
  const reply = await options.makeReply(AbortSignal.any([gone.signal, stopping])).catch(explain);
  const send = {
    isHead: request.method === 'HEAD',
    acceptEncoding: request.get('accept-encoding'),
    requestId,
    heartbeatMilliseconds,
  };
  try {
    await sendReply(reply, response, send);
  } catch (error) {
    // The client has gone, or half of the answer has: cutting it off is the only way left to say so.
    if (!gone.signal.aborted) logger.error({ error }, 'reply broke off');
    response.destroy();
  }
}

/** Asks who it is before anything of the body is read. */
export async function answerRoute(
  { request, response }: Exchange,
  { farm, route, signal }: { readonly farm: HttpFarm; readonly route: Route; readonly signal: AbortSignal },
): Promise<Reply> {
  const { method } = request;
  const caller = await authenticate(farm, { method, header: (name) => request.get(name) });
  const refusal =
    refuseCaller(caller, scopeNeeded(route.scope, request.params)) ??
    refuseReader(farm, { caller, path: route.path, scope: route.scope });
  if (refusal !== null) return refusal;
  const body = route.body.kind === 'json' ? await readJson(request, response, route) : undefined;
  if (route.body.kind === 'json' && body === undefined) {
    return problem(415, { kind: 'unsupported-media-type', detail: 'send the body as application/json' });
  }
  const asked = readAsked(request, { caller, signal, farm, route });
  return route.answer(farm, { params: { ...request.params }, query: { ...request.query }, body, asked });
}
