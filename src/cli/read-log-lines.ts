import { openLineSplitter } from '../domain/line-splitter.ts';
import { renderLogText } from '../domain/log-text.ts';

/** What stops a build stands near the end of its log. */
const mostBytes = 32 * 1024 ** 2;
/** Bytes that a line costs besides its text. */
const costOfLine = 64;

export type LogLines = { readonly lines: readonly string[]; readonly droppedLines: number };

/** The last lines of a log, as many as a bound allows, from any bytes. */
export async function readLogLines(pieces: AsyncIterable<Uint8Array>): Promise<LogLines> {
  const splitter = openLineSplitter();
  let kept: string[] = [];
  let cost = 0;
  let droppedLines = 0;
  const keep = (line: string): void => {
    kept.push(line);
    cost += line.length + costOfLine;
    if (cost <= mostBytes) return;
    // By halves, so that a long log is not moved along with each of its lines.
    const half = Math.ceil(kept.length / 2);
    droppedLines += half;
    kept = kept.slice(half);
    cost = kept.reduce((sum, each) => sum + each.length + costOfLine, 0);
  };
  for await (const piece of pieces) for (const line of splitter.push(piece)) keep(renderLogText(line));
  const rest = splitter.flush();
  if (rest !== null) keep(renderLogText(rest));
  return { lines: kept, droppedLines };
}
