import type { BuildId } from '../../domain/build-state.ts';
import type { LogLine } from '../../domain/log-line.ts';
import type { AttemptId } from '../../domain/plan.ts';
import type { Asked } from '../asked.ts';
import type { LogLines, LogMatches, LogOutline } from '../contract/log.ts';
import { outlineLog } from '../../farm/outline-log.ts';
import { readLog } from '../../farm/read-log.ts';
import type { HttpFarm } from '../http-ports.ts';
import type { LogLinesQuery } from '../log-parameters.ts';
import { json, notFound, type Reply } from '../reply.ts';
import { viewAttempt } from '../views/attempt-view.ts';

type OneBuild = { readonly params: { readonly id: BuildId }; readonly asked: Asked };

export async function showOutline(farm: HttpFarm, { params, asked }: OneBuild): Promise<Reply<LogOutline>> {
  const attempts: LogOutline['attempts'] = [];
  for (const attempt of await farm.catalogue.listAttempts(params.id)) {
    const { id, kind, platform, found } = viewAttempt(attempt);
    const { first, runs } = await outlineLog(farm, attempt, asked.signal);
    const lines = runs.reduce((sum, [, length]) => sum + length, 0);
    attempts.push({
      attempt: id,
      kind,
      platform,
      found,
      first,
      lines,
      runs: runs.map(([phase, length]) => [phase, length]),
    });
  }
  return json(200, { attempts });
}

export async function showLines(
  farm: HttpFarm,
  { params, query, asked }: OneBuild & { readonly query: LogLinesQuery },
): Promise<Reply<LogLines>> {
  const attempt = await farm.catalogue.findAttempt(query.attempt);
  if (attempt === null || attempt.build !== params.id) {
    return notFound(`build ${params.id} has no attempt ${query.attempt}`);
  }
  const { from, limit } = query;
  const lines: LogLine[] = [];
  for await (const batch of readLog(farm, attempt.id, { from, signal: asked.signal })) {
    lines.push(...batch.filter(({ number }) => number < from + limit));
    if ((batch.at(-1)?.number ?? 0) >= from + limit - 1) break;
  }
  return json(200, { lines });
}

const mostMatches = 2000;

/** Where a text stands, in any case, in every attempt or in one. */
export async function searchLog(
  farm: HttpFarm,
  {
    params,
    query,
    asked,
  }: OneBuild & { readonly query: { readonly q: string; readonly attempt?: AttemptId | undefined } },
): Promise<Reply<LogMatches>> {
  const wanted = withoutColours(query.q).toLowerCase();
  const matches: LogMatches['matches'] = [];
  for (const { id } of await farm.catalogue.listAttempts(params.id)) {
    if (query.attempt !== undefined && id !== query.attempt) continue;
    for await (const batch of readLog(farm, id, { from: 0, signal: asked.signal })) {
      for (const { number, text } of batch) {
        if (!withoutColours(text).toLowerCase().includes(wanted)) continue;
        if (matches.length === mostMatches) return json(200, { matches, isCut: true });
        matches.push({ attempt: id, number });
      }
    }
  }
  return json(200, { matches, isCut: false });
}

const withoutColours = (text: string): string =>
  text.includes('\u001b') ? text.replaceAll(colours, '') : text;
const colours = /\u001b\[[\d;]{0,32}m/g;
