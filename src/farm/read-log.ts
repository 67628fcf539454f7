import type { LogLine } from '../domain/log-line.ts';
import type { AttemptId } from '../domain/plan.ts';
import { attemptOfRefresh, type RefreshId } from '../domain/refresh.ts';
import type { Catalogue } from './catalogue-port.ts';
import type { Blobs, LiveLogs } from './ports.ts';
import { readLogFile } from './read-log-file.ts';

export type LogPorts = {
  readonly catalogue: Catalogue;
  readonly blobs: Blobs;
  readonly liveLogs: LiveLogs;
};

const batch = 1000;

/**
 * Lines of an attempt's log from number `from` on, in batches, and its end: as far as they have come while it runs,
 * afterwards the stored log. An unknown attempt has no lines.
 */
export async function* readLog(
  farm: LogPorts,
  id: AttemptId,
  options: { readonly from: number; readonly signal: AbortSignal },
): AsyncGenerator<readonly LogLine[]> {
  const attempt = await farm.catalogue.findAttempt(id);
  if (attempt === null) return;
  if (attempt.outcome === null) yield* readLive(farm, id, options);
  else yield* readLogFile(farm.blobs, attempt.outcome.evidence.log, options.from);
}

/** The same of a refresh, which is no attempt of a build. */
export async function* readRefreshLog(
  farm: LogPorts,
  id: RefreshId,
  options: { readonly from: number; readonly signal: AbortSignal },
): AsyncGenerator<readonly LogLine[]> {
  const refresh = await farm.catalogue.findRefresh(id);
  if (refresh === null) return;
  if (refresh.state.name === 'making') yield* readLive(farm, attemptOfRefresh(id), options);
  else yield* readLogFile(farm.blobs, refresh.log, options.from);
}

async function* readLive(
  farm: LogPorts,
  id: AttemptId,
  options: { readonly from: number; readonly signal: AbortSignal },
): AsyncGenerator<readonly LogLine[]> {
  let next = options.from;
  while (!options.signal.aborted) {
    const { lines } = await farm.liveLogs.read(id, { from: next, limit: batch });
    const last = lines.at(-1);
    if (last === undefined) return;
    next = last.number + 1;
    yield lines;
  }
}
