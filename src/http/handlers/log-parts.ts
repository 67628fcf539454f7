import type { BuildId } from '../../domain/build-state.ts';
import type { LogLine } from '../../domain/log-line.ts';
import type { AttemptId } from '../../domain/plan.ts';
import type { Asked } from '../asked.ts';
import type { LogLines, LogMatches, LogOutline } from '../contract/log.ts';
import type { HttpFarm } from '../http-ports.ts';
import type { LogLinesQuery } from '../parameters.ts';
import { json, notFound, type Reply } from '../reply.ts';
import { viewAttempt } from '../views/attempt-view.ts';

type OneBuild = { readonly params: { readonly id: BuildId }; readonly asked: Asked };

export async function showOutline(farm: HttpFarm, { params, asked }: OneBuild): Promise<Reply<LogOutline>> {
  const attempts: LogOutline['attempts'] = [];
  for (const attempt of await farm.catalogue.listAttempts(params.id)) {
    const lines = await farm.logShelf.take(attempt, asked.signal);
    const { id, kind, platform, found } = viewAttempt(attempt);
    const first = lines[0]?.number ?? 0;
    const length = lines.length === 0 ? 0 : (lines.at(-1)?.number ?? 0) - first + 1;
    attempts.push({ attempt: id, kind, platform, found, first, lines: length, runs: runsOf(lines, length) });
  }
  return json(200, { attempts });
}

/** Who prints in another phase with each line gets the rest of the log as one. */
const mostRuns = 500;

function runsOf(lines: readonly LogLine[], length: number): [string, number][] {
  const runs: [string, number][] = [];
  let counted = 0;
  for (const { phase } of lines) {
    const last = runs.at(-1);
    if (last !== undefined && (last[0] === phase || runs.length === mostRuns)) last[1] += 1;
    else runs.push([phase, 1]);
    counted += 1;
  }
  const last = runs.at(-1);
  // Numbers that are left out, as a lost worker leaves them, are in the last of them.
  if (last !== undefined) last[1] += length - counted;
  return runs;
}

export async function showLines(
  farm: HttpFarm,
  { params, query, asked }: OneBuild & { readonly query: LogLinesQuery },
): Promise<Reply<LogLines>> {
  const attempt = await farm.catalogue.findAttempt(query.attempt);
  if (attempt === null || attempt.build !== params.id) {
    return notFound(`build ${params.id} has no attempt ${query.attempt}`);
  }
  const lines = await farm.logShelf.take(attempt, asked.signal);
  const { from, limit } = query;
  return json(200, { lines: lines.filter(({ number }) => number >= from && number < from + limit) });
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
  const wanted = query.q.replaceAll(colours, '').toLowerCase();
  const matches: LogMatches['matches'] = [];
  for (const attempt of await farm.catalogue.listAttempts(params.id)) {
    if (query.attempt !== undefined && attempt.id !== query.attempt) continue;
    for (const { number, text } of await farm.logShelf.take(attempt, asked.signal)) {
      if (!text.replaceAll(colours, '').toLowerCase().includes(wanted)) continue;
      if (matches.length === mostMatches) return json(200, { matches, isCut: true });
      matches.push({ attempt: attempt.id, number });
    }
  }
  return json(200, { matches, isCut: false });
}

const colours = /\u001b\[[\d;]{0,32}m/g;
