import type { LogLine } from '../domain/log-line.ts';
import type { Evidence } from '../domain/outcome.ts';
import type { Phase } from '../domain/plan.ts';
import type { Blobs } from './ports.ts';

/** What stands in the place of a log that is not kept any more; null: it is there, or there never was one. */
export async function findRemovedLog(
  blobs: Blobs,
  { log, endedAt }: Pick<Evidence, 'log' | 'endedAt'>,
): Promise<LogLine | null> {
  if (log === null || (await blobs.has(log.sha256))) return null;
  const phase: Phase = log.outline?.runs[0]?.[0] ?? 'image';
  const text = `The log of ${log.lines} lines was removed: the farm keeps logs only so long.`;
  return { number: 0, at: endedAt, phase, voice: 'farm', text };
}
