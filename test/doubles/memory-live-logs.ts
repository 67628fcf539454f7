import type { LogLine } from '../../src/domain/log-line.ts';
import { openPhaseRuns } from '../../src/domain/log-outline.ts';
import type { AttemptId } from '../../src/domain/plan.ts';
import type { LiveLogs } from '../../src/farm/ports.ts';

/** Live logs of one process, without a queue server. */
export function openMemoryLiveLogs(): LiveLogs {
  const logs = new Map<AttemptId, { lines: LogLine[]; ended: boolean }>();
  const logOf = (id: AttemptId): { lines: LogLine[]; ended: boolean } => {
    const log = logs.get(id) ?? { lines: [], ended: false };
    logs.set(id, log);
    return log;
  };
  return {
    nextNumber: async (id) => (logOf(id).lines.at(-1)?.number ?? -1) + 1,
    append: async (id, lines) => {
      logOf(id).lines.push(...lines);
    },
    read: async (id, { from, limit }) => {
      const log = logOf(id);
      const lines = log.lines.filter(({ number }) => number >= from).slice(0, limit);
      return { lines, ended: log.ended && lines.length === 0 };
    },
    finish: async (id) => {
      logOf(id).ended = true;
    },
    readOutline: async (id) => {
      const { lines } = logOf(id);
      const runs = openPhaseRuns();
      for (const { phase } of lines) runs.add(phase, 1);
      return { first: lines[0]?.number ?? 0, runs: runs.runs() };
    },
    readProgress: async (ids) =>
      ids.map((id) => {
        const { lines } = logOf(id);
        const [first, last] = [lines[0], lines.at(-1)];
        if (first === undefined || last === undefined) return null;
        const since = lines[lines.findLastIndex(({ phase }) => phase !== last.phase) + 1] ?? first;
        return { startedAt: first.at, phase: last.phase, phaseSince: since.at };
      }),
  };
}
