import { openPhaseRuns, type PhaseRun } from '../domain/log-outline.ts';
import type { Attempt } from './records.ts';
import { findRemovedLog } from './removed-log.ts';
import { readLog, type LogPorts } from './read-log.ts';

/** The number of the first line of an attempt's log that the farm has, and how many of each phase there are from there on. */
export type KnownLog = { readonly first: number; readonly runs: readonly PhaseRun[] };

/** Only of a stored log that is older than outlines is every line read. */
export async function outlineLog(farm: LogPorts, attempt: Attempt, signal: AbortSignal): Promise<KnownLog> {
  const evidence = attempt.outcome?.evidence;
  const removed = evidence === undefined ? null : await findRemovedLog(farm.blobs, evidence);
  if (removed !== null) return { first: 0, runs: [[removed.phase, 1]] };
  const outline = evidence?.log?.outline;
  if (outline !== undefined) return { first: outline.frames[0]?.[0] ?? 0, runs: outline.runs };
  if (attempt.outcome === null) return farm.liveLogs.readOutline(attempt.id);
  const runs = openPhaseRuns();
  let first: number | null = null;
  let next = 0;
  for await (const batch of readLog(farm, attempt.id, { from: 0, signal })) {
    for (const { number, phase } of batch) {
      first ??= number;
      // Numbers that are left out, as a lost worker leaves them, count to the line behind them.
      runs.add(phase, first === number ? 1 : number - next + 1);
      next = number + 1;
    }
  }
  return { first: first ?? 0, runs: runs.runs() };
}
