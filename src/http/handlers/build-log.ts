import { Readable } from 'node:stream';
import type { BuildId } from '../../domain/build-state.ts';
import { bad, ok, type Result } from '../../domain/result.ts';
import type { Asked } from '../asked.ts';
import { eventStreamMediaType } from '../contract/log.ts';
import { followBuild, type FollowOptions, type LogPosition } from '../follow-build.ts';
import type { HttpFarm } from '../http-ports.ts';
import type { LogQuery } from '../log-parameters.ts';
import { attemptId } from '../parameters.ts';
import { renderAttemptEvent, renderEndEvent, renderLineEvent, renderTextLine } from '../render-log.ts';
import { notFound, problem, type Reply } from '../reply.ts';
import { noSuchBuild } from './builds.ts';

type LogRequest = { readonly build: BuildId; readonly options: FollowOptions };

/** A build's log: events for those who follow, text for those who read. */
export async function showLog(
  farm: HttpFarm,
  {
    params,
    query,
    asked,
  }: { readonly params: { readonly id: BuildId }; readonly query: LogQuery; readonly asked: Asked },
): Promise<Reply<never>> {
  const build = await farm.catalogue.findBuild(params.id);
  if (build === null) return noSuchBuild(params.id);
  const only = query.attempt ?? null;
  if (only !== null && (await farm.catalogue.findAttempt(only))?.build !== build.id) {
    return notFound(`build ${build.id} has no attempt ${only}`);
  }
  const start = findStart({
    build: build.id,
    query,
    lastEventId: asked.header('last-event-id') ?? query.after,
  });
  if (!start.ok) return problem(400, { kind: 'bad-request', detail: start.problem });
  const type = asked.prefers(['text/plain', eventStreamMediaType]);
  const follow = query.follow ?? (type === eventStreamMediaType ? 'yes' : 'no');
  const log = { build: build.id, options: { only, start: start.value, follow, signal: asked.signal } };
  if (type === eventStreamMediaType) return { kind: 'events', events: renderEvents(farm, log) };
  return {
    kind: 'stream',
    status: 200,
    content: Readable.from(renderText(farm, log)),
    headers: { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store', Vary: 'Accept' },
  };
}

/** A client that was cut off says which line it saw last; that counts more than where it first wanted to begin. */
function findStart(request: {
  readonly build: BuildId;
  readonly query: LogQuery;
  readonly lastEventId: string | undefined;
}): Result<LogPosition, string> {
  const { query, lastEventId } = request;
  if (lastEventId === undefined || lastEventId === '')
    return ok({ attempt: query.attempt ?? null, line: query.from });
  const [attempt, line = '', ...rest] = lastEventId.split(':');
  const parsed = attemptId.safeParse(attempt);
  const isRight = parsed.success && /^\d{1,12}$/.test(line) && rest.length === 0;
  if (!isRight || !parsed.data.startsWith(`${request.build}.`)) {
    return bad(`Last-Event-ID is not an id of this build's log (${request.build}.<attempt>:<line>)`);
  }
  return ok({ attempt: parsed.data, line: Number(line) + 1 });
}

async function* renderEvents(farm: HttpFarm, log: LogRequest): AsyncGenerator<string> {
  for await (const part of followBuild(farm, log)) {
    if (part.kind === 'attempt') yield renderAttemptEvent(part.attempt);
    else yield part.lines.map((line) => renderLineEvent(part.attempt, line)).join('');
  }
  // Not the end of the log but of the client or the server: a stream without its end event is resumed.
  if (log.options.signal.aborted) return;
  const build = await farm.catalogue.findBuild(log.build);
  if (build !== null) yield renderEndEvent(build);
}

async function* renderText(farm: HttpFarm, log: LogRequest): AsyncGenerator<string> {
  for await (const part of followBuild(farm, log)) {
    if (part.kind === 'lines') yield part.lines.map(renderTextLine).join('');
  }
}
