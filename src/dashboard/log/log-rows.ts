import type { AttemptStart, LogLineView } from '../../http/contract/log.ts';

/** One row of the shown log: the start of an attempt, or one of its lines. */
export type LogRow =
  | { readonly kind: 'attempt'; readonly start: AttemptStart }
  | { readonly kind: 'line'; readonly line: LogLineView };

/** What the page keeps of a log. A build may print without end; the farm has the rest. */
export type LogBounds = { readonly rows: number; readonly characters: number };

export const usualBounds: LogBounds = { rows: 200_000, characters: 64 * 1024 ** 2 };

/** Rows in the order in which they are read; a row that comes again, as it does after a break, is kept once. */
export type LogRows = {
  readonly rows: readonly LogRow[];
  /** How many of the oldest rows were let go. */
  readonly dropped: number;
  readonly begin: (start: AttemptStart) => void;
  readonly add: (attempt: string, line: LogLineView) => void;
};

export function openLogRows(bounds: LogBounds = usualBounds): LogRows {
  const rows: LogRow[] = [];
  const begun = new Set<string>();
  let last = { attempt: '', number: -1 };
  let characters = 0;
  let dropped = 0;

  const push = (row: LogRow): void => {
    rows.push(row);
    characters += sizeOf(row);
    if (rows.length > bounds.rows || characters > bounds.characters) dropOldest();
  };
  // A tenth at once: to shift an array for each new row would be slow.
  const dropOldest = (): void => {
    const gone = rows.splice(0, Math.ceil(rows.length / 10));
    characters -= gone.reduce((sum, row) => sum + sizeOf(row), 0);
    dropped += gone.length;
  };

  return {
    rows,
    get dropped() {
      return dropped;
    },
    begin: (start) => {
      if (begun.has(start.attempt)) return;
      begun.add(start.attempt);
      push({ kind: 'attempt', start });
    },
    add: (attempt, line) => {
      const isNew =
        attempt === last.attempt
          ? line.number > last.number
          : attemptNumber(attempt) > attemptNumber(last.attempt);
      if (!isNew) return;
      last = { attempt, number: line.number };
      push({ kind: 'line', line });
    },
  };
}

const rowCost = 64;
const sizeOf = (row: LogRow): number => rowCost + (row.kind === 'line' ? row.line.text.length : 0);

/** `17.2` is the second attempt of build 17. */
const attemptNumber = (attempt: string): number => Number(attempt.split('.')[1] ?? 0);
