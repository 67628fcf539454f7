import { openLineSplitter } from '../domain/line-splitter.ts';
import type { LogLine } from '../domain/log-line.ts';
import type { LogOutline } from '../domain/log-outline.ts';
import { renderLogText } from '../domain/log-text.ts';
import type { AttemptId, Phase } from '../domain/plan.ts';
import { openLogFile } from './log-file.ts';
import type { Clock, LiveLogs } from './ports.ts';

export type LogBounds = {
  /** A log keeps its first bytes and its last ones; what lies between is counted and dropped. */
  readonly headBytes: number;
  readonly tailBytes: number;
};

export const defaultLogBounds: LogBounds = { headBytes: 8 * 1024 ** 2, tailBytes: 2 * 1024 ** 2 };

export type LogWriter = {
  /** The farm's own words. */
  readonly say: (phase: Phase, text: string) => void;
  /** What the build printed; waits while those who follow are behind. */
  readonly write: (phase: Phase, bytes: Uint8Array) => Promise<void>;
  /** Closes the log. The file is what `log-file.ts` writes. */
  readonly finish: () => Promise<FinishedLog>;
};

export type FinishedLog = {
  readonly lines: number;
  readonly cutBytes: number;
  readonly outline: LogOutline;
  /** The build's own lines, as far as they were kept: what a diagnosis reads. */
  readonly buildLines: readonly string[];
};

type TailPiece = { readonly at: number; readonly phase: Phase; readonly bytes: Uint8Array };

const flushMilliseconds = 100;
const flushLines = 500;
const waitAtLines = 5000;
/** Bytes that a line costs besides its text: a log of empty lines is bounded too. */
const costOfLine = 64;

/** Writes an attempt's log to a file and, as it comes, to those who follow it. Memory is bounded by the bounds given. */
export async function openLogWriter(options: {
  readonly attempt: AttemptId;
  readonly liveLogs: LiveLogs;
  readonly clock: Clock;
  readonly bounds: LogBounds;
  readonly file: string;
}): Promise<LogWriter> {
  const { attempt, liveLogs, clock, bounds } = options;
  const splitter = openLineSplitter();
  const stored = openLogFile(options.file);
  const buildLines: string[] = [];
  const tail: TailPiece[] = [];
  let live: LogLine[] = [];
  let number = await liveLogs.nextNumber(attempt).catch(() => 0);
  const first = number;
  let headLeft = bounds.headBytes;
  let tailBytes = 0;
  let cutBytes = 0;
  let lastPhase: Phase = 'build';
  let flushing: Promise<void> | null = null;

  const add = (line: Omit<LogLine, 'number'>): void => {
    const numbered: LogLine = { number, ...line };
    number += 1;
    live.push(numbered);
    stored.add(numbered);
    if (line.voice === 'build') buildLines.push(line.text);
  };
  const flush = async (): Promise<void> => {
    const lines = live.slice(0, flushLines);
    if (lines.length === 0) return;
    // Nobody can follow while the queue is away; the stored log is whole all the same.
    const sent = await liveLogs.append(attempt, lines).then(
      () => true,
      () => false,
    );
    if (sent) live = live.slice(lines.length);
  };
  const flushOnce = (): Promise<void> => {
    flushing ??= flush().finally(() => {
      flushing = null;
    });
    return flushing;
  };
  const timer = setInterval(() => void flushOnce(), flushMilliseconds);

  const keepForTail = (piece: TailPiece): void => {
    tail.push(piece);
    tailBytes += piece.bytes.length;
    while (tailBytes > bounds.tailBytes) {
      const oldest = tail.shift();
      if (oldest === undefined) break;
      const dropped = Math.min(tailBytes - bounds.tailBytes, oldest.bytes.length);
      if (dropped < oldest.bytes.length) tail.unshift({ ...oldest, bytes: oldest.bytes.subarray(dropped) });
      tailBytes -= dropped;
      cutBytes += dropped;
    }
  };
  const addTail = (): void => {
    const rest = splitter.flush();
    const last: Omit<LogLine, 'number'>[] = [];
    for (const { at, phase, bytes } of tail) {
      for (const line of splitter.push(bytes))
        last.push({ at, phase, voice: 'build', text: renderLogText(line) });
      const surplus = last.length - Math.floor(bounds.tailBytes / costOfLine);
      if (surplus > 0)
        cutBytes += last.splice(0, surplus).reduce((sum, line) => sum + line.text.length + 1, 0);
    }
    const phase = tail.at(-1)?.phase ?? lastPhase;
    if (rest !== null) add({ at: clock(), phase, voice: 'build', text: renderLogText(rest) });
    if (cutBytes > 0) {
      const text = `${cutBytes} bytes of output cut here: a log keeps its first ${bounds.headBytes} and last ${bounds.tailBytes} bytes`;
      add({ at: clock(), phase, voice: 'farm', text });
    }
    for (const line of last) add(line);
    const unended = splitter.flush();
    if (unended !== null) add({ at: clock(), phase, voice: 'build', text: renderLogText(unended) });
  };

  return {
    say: (phase, text) => {
      headLeft -= text.length + costOfLine;
      // Events come from the sandbox as well: a flood of them is cut like any other output.
      if (headLeft > -bounds.tailBytes) add({ at: clock(), phase, voice: 'farm', text });
    },
    write: async (phase, bytes) => {
      const at = clock();
      if (headLeft <= 0) {
        keepForTail({ at, phase, bytes: Uint8Array.from(bytes) });
        return;
      }
      headLeft -= bytes.length;
      lastPhase = phase;
      const lines = splitter.push(bytes);
      headLeft -= lines.length * costOfLine;
      for (const line of lines) add({ at, phase, voice: 'build', text: renderLogText(line) });
      if (live.length > waitAtLines) await flushOnce();
    },
    finish: async () => {
      clearInterval(timer);
      addTail();
      const outline = await stored.finish();
      for (let tries = 0; live.length > 0 && tries < 40; tries++) await flushOnce();
      await liveLogs.finish(attempt).catch(() => undefined);
      return { lines: number - first, cutBytes, outline, buildLines };
    },
  };
}
