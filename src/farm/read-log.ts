import type { LogLine } from '../domain/log-line.ts';
import type { Evidence } from '../domain/outcome.ts';
import type { AttemptId } from '../domain/plan.ts';
import { attemptOfRefresh, type RefreshId } from '../domain/refresh.ts';
import type { Catalogue } from './catalogue-port.ts';
import type { Blobs, LiveLogs } from './ports.ts';
import { readLogFile } from './read-log-file.ts';
import { findRemovedLog } from './removed-log.ts';

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
  else yield* readStored(farm.blobs, attempt.outcome.evidence, options.from);
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
  else yield* readStored(farm.blobs, { log: refresh.log, endedAt: refresh.state.endedAt }, options.from);
}

async function* readStored(
  blobs: Blobs,
  stored: Pick<Evidence, 'log' | 'endedAt'>,
  from: number,
): AsyncGenerator<readonly LogLine[]> {
  const removed = await findRemovedLog(blobs, stored);
  if (removed === null) yield* readLogFile(blobs, stored.log, from);
  else if (from === 0) yield [removed];
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
