import type { AttemptStart, LogLineView, LogOutline } from '../../http/contract/log.ts';

/** One row of the shown log: the start of an attempt, that of a phase, or a line, which may still be on its way. */
export type LogRow =
  | { readonly kind: 'attempt'; readonly start: AttemptStart }
  | { readonly kind: 'phase'; readonly run: Run }
  | {
      readonly kind: 'line';
      readonly attempt: string;
      readonly number: number;
      readonly line: LogLineView | null;
    };

/** Lines of one phase that follow each other. `key`: `<attempt>:<first number>`. */
export type Run = {
  readonly key: string;
  readonly attempt: string;
  readonly phase: string;
  readonly first: number;
  readonly lines: number;
};

export type Place = { readonly attempt: string; readonly number: number };

/** Part of a log that is asked for at once. */
export type Chunk = { readonly attempt: string; readonly from: number };

export const chunkLines = 500;
/** What the page keeps of the lines; the farm has the rest. */
const mostChunks = 120;
const mostRuns = 1000;

/** What is known of a log: how long each part of it is, and the lines that were looked at lately. */
export type LogRows = {
  readonly count: () => number;
  readonly lines: () => number;
  /** The row of that index; folded runs show only where they begin. */
  readonly at: (row: number) => LogRow | null;
  readonly rowOf: (place: Place) => number | null;
  /** The row with which an attempt begins. */
  readonly rowOfAttempt: (attempt: string) => number | null;
  readonly fold: (key: string, isFolded: boolean) => void;
  readonly isFolded: (key: string) => boolean;
  readonly describe: (outline: LogOutline) => void;
  readonly begin: (start: AttemptStart) => void;
  /** A line that has just come; one that comes again, as it does after a break, is kept once. */
  readonly add: (attempt: string, line: LogLineView) => void;
  readonly keep: (chunk: Chunk, lines: readonly LogLineView[]) => void;
  /** The chunks of these rows that are not there. */
  readonly lacking: (first: number, end: number) => readonly Chunk[];
  /** The last line that is known, of whatever attempt. */
  readonly last: () => Place | null;
};

type Section = { readonly start: AttemptStart; next: number; readonly runs: Run[] };

const keyOf = (attempt: string, number: number): string =>
  `${attempt}:${Math.floor(number / chunkLines) * chunkLines}`;

export function openLogRows(): LogRows {
  const sections: Section[] = [];
  const folded = new Set<string>();
  const chunks = new Map<string, LogLineView[]>();
  let lines = 0;

  const hold = (key: string, content: LogLineView[]): void => {
    chunks.delete(key);
    chunks.set(key, content);
    const [oldest] = chunks.keys();
    if (chunks.size > mostChunks && oldest !== undefined) chunks.delete(oldest);
  };
  const rowsOf = (run: Run): number => 1 + (folded.has(run.key) ? 0 : run.lines);
  const rowsIn = ({ runs }: Section): number => 1 + runs.reduce((rows, run) => rows + rowsOf(run), 0);
  const extend = (section: Section, phase: string): void => {
    const { start, runs, next } = section;
    const last = runs.at(-1);
    if (last !== undefined && (last.phase === phase || runs.length === mostRuns)) {
      runs[runs.length - 1] = { ...last, lines: next - last.first + 1 };
    } else {
      const run = { key: `${start.attempt}:${next}`, attempt: start.attempt, phase, first: next, lines: 1 };
      runs.push(run);
    }
    section.next = next + 1;
    lines += 1;
  };
  const sectionOf = (attempt: string): Section | undefined =>
    sections.findLast(({ start }) => start.attempt === attempt);
  const begin = (start: AttemptStart): void => {
    if (sectionOf(start.attempt) === undefined) sections.push({ start, next: 0, runs: [] });
  };

  return {
    lines: () => lines,
    count: () => sections.reduce((sum, each) => sum + rowsIn(each), 0),
    at,
    rowOfAttempt: (attempt) => {
      const index = sections.findIndex(({ start }) => start.attempt === attempt);
      return index === -1 ? null : sections.slice(0, index).reduce((sum, each) => sum + rowsIn(each), 0);
    },
    rowOf: ({ attempt, number }) => {
      let before = 0;
      for (const { runs } of sections) {
        before += 1;
        for (const run of runs) {
          const isHere = run.attempt === attempt && number >= run.first && number < run.first + run.lines;
          if (isHere) return before + (folded.has(run.key) ? 0 : 1 + number - run.first);
          before += rowsOf(run);
        }
      }
      return null;
    },
    fold: (key, isFolded) => void (isFolded ? folded.add(key) : folded.delete(key)),
    isFolded: (key) => folded.has(key),
    describe: ({ attempts }) => {
      for (const { first, lines: count, runs, ...start } of attempts) {
        if (sectionOf(start.attempt) !== undefined) continue;
        const section: Section = { start, next: first, runs: [] };
        for (const [phase, length] of runs) {
          const key = `${start.attempt}:${section.next}`;
          section.runs.push({ key, attempt: start.attempt, phase, first: section.next, lines: length });
          section.next += length;
        }
        sections.push(section);
        lines += count;
      }
    },
    begin,
    add: (attempt, line) => {
      const section = sectionOf(attempt);
      if (section === undefined || line.number < section.next) return;
      if (section.runs.length === 0) section.next = line.number;
      while (section.next < line.number) extend(section, line.phase);
      extend(section, line.phase);
      const key = keyOf(attempt, line.number);
      const chunk = chunks.get(key);
      // Only a chunk that is whole so far may be added to: another is asked for when it is looked at.
      if (chunk !== undefined) chunk.push(line);
      else if (line.number % chunkLines === 0) hold(key, [line]);
    },
    keep: ({ attempt, from }, content) => hold(keyOf(attempt, from), [...content]),
    lacking: (first, end) => {
      const wanted = new Map<string, Chunk>();
      for (let row = first; row < end; row++) {
        const found = at(row);
        if (found?.kind !== 'line' || found.line !== null) continue;
        const from = Math.floor(found.number / chunkLines) * chunkLines;
        wanted.set(keyOf(found.attempt, from), { attempt: found.attempt, from });
      }
      return [...wanted.values()];
    },
    last: () => {
      const section = sections.findLast(({ runs }) => runs.length > 0);
      return section === undefined ? null : { attempt: section.start.attempt, number: section.next - 1 };
    },
  };

  function rowIn(run: Run, offset: number): LogRow {
    if (offset === 0) return { kind: 'phase', run };
    const number = run.first + offset - 1;
    const chunk = chunks.get(keyOf(run.attempt, number));
    const likely = chunk?.[number - (chunk[0]?.number ?? 0)];
    // Numbers that a lost worker left out put the lines behind them elsewhere.
    const line = likely?.number === number ? likely : chunk?.find((each) => each.number === number);
    return { kind: 'line', attempt: run.attempt, number, line: line ?? null };
  }

  function at(row: number): LogRow | null {
    let before = 0;
    for (const { start, runs } of sections) {
      if (row === before) return { kind: 'attempt', start };
      before += 1;
      for (const run of runs) {
        const rows = rowsOf(run);
        if (row < before + rows) return rowIn(run, row - before);
        before += rows;
      }
    }
    return null;
  }
}
