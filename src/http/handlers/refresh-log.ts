import { Readable } from 'node:stream';
import type { LogLine } from '../../domain/log-line.ts';
import type { RefreshId } from '../../domain/refresh.ts';
import { readRefreshLog } from '../../farm/read-log.ts';
import type { Asked } from '../asked.ts';
import { eventStreamMediaType } from '../contract/log.ts';
import type { HttpFarm } from '../http-ports.ts';
import type { RefreshLogQuery } from '../log-parameters.ts';
import { pause } from '../pause.ts';
import { renderRefreshEnd, renderRefreshLine, renderTextLine } from '../render-log.ts';
import { notFound, problem, type Reply } from '../reply.ts';

type Wanted = {
  readonly id: RefreshId;
  readonly from: number;
  readonly follow: 'yes' | 'no';
  readonly signal: AbortSignal;
};

const pollMilliseconds = 200;

/** The log of a refresh: events for those who follow, text for those who read. */
export async function showRefreshLog(
  farm: HttpFarm,
  {
    params: { id },
    query,
    asked,
  }: {
    readonly params: { readonly id: RefreshId };
    readonly query: RefreshLogQuery;
    readonly asked: Asked;
  },
): Promise<Reply<never>> {
  if ((await farm.catalogue.findRefresh(id)) === null) return notFound(`there is no refresh ${id}`);
  const last = asked.header('last-event-id') || query.after;
  if (last !== undefined && !/^\d{1,12}$/.test(String(last))) {
    return problem(400, { kind: 'bad-request', detail: 'Last-Event-ID is not the number of a line' });
  }
  const from = last === undefined ? query.from : Number(last) + 1;
  const type = asked.prefers(['text/plain', eventStreamMediaType]);
  const follow = query.follow ?? (type === eventStreamMediaType ? 'yes' : 'no');
  const wanted: Wanted = { id, from, follow, signal: asked.signal };
  if (type === eventStreamMediaType) return { kind: 'events', events: renderEvents(farm, wanted) };
  return {
    kind: 'stream',
    status: 200,
    content: Readable.from(renderText(farm, wanted)),
    headers: { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store', Vary: 'Accept' },
  };
}

/** Its lines; followed, until the farm has taken in what came of it. */
async function* followLines(farm: HttpFarm, wanted: Wanted): AsyncGenerator<readonly LogLine[]> {
  const { id, signal } = wanted;
  let next = wanted.from;
  while (!signal.aborted) {
    // Asked before the lines are read, so that the last of them are.
    const isOver = wanted.follow === 'no' || (await farm.catalogue.findRefresh(id))?.state.name !== 'making';
    for await (const lines of readRefreshLog(farm, id, { from: next, signal })) {
      yield lines;
      next = (lines.at(-1)?.number ?? next) + 1;
    }
    if (isOver) return;
    await pause(pollMilliseconds, signal);
  }
}

async function* renderEvents(farm: HttpFarm, wanted: Wanted): AsyncGenerator<string> {
  for await (const lines of followLines(farm, wanted)) yield lines.map(renderRefreshLine).join('');
  // Not the end of the log but of the client or the server: a stream without its end event is resumed.
  if (wanted.signal.aborted) return;
  const refresh = await farm.catalogue.findRefresh(wanted.id);
  if (refresh !== null) yield renderRefreshEnd(refresh);
}

async function* renderText(farm: HttpFarm, wanted: Wanted): AsyncGenerator<string> {
  for await (const lines of followLines(farm, wanted)) yield lines.map(renderTextLine).join('');
}
