import { appendFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { zstdCompress } from 'node:zlib';
import type { LogLine } from '../domain/log-line.ts';
import { openPhaseRuns, type LogOutline } from '../domain/log-outline.ts';

/** A frame holds this much text: a page of the log costs no more to read, and all of it hardly more to keep. */
const frameCharacters = 256 * 1024;
const compress = promisify(zstdCompress);

export type LogFile = {
  readonly add: (line: LogLine) => void;
  /** Fails with what kept the file from being written. */
  readonly finish: () => Promise<LogOutline>;
};

/** Writes lines, one JSON value each, as zstd frames of whole lines to a file that is not there yet. */
export function openLogFile(path: string): LogFile {
  const runs = openPhaseRuns();
  const frames: [number, number][] = [];
  let text = '';
  let first = 0;
  let writing: Promise<void> = Promise.resolve();

  const writeFrame = async (before: Promise<void>, frame: { first: number; text: string }): Promise<void> => {
    await before;
    const bytes = await compress(frame.text);
    await appendFile(path, bytes);
    frames.push([frame.first, bytes.length]);
  };
  const endFrame = (): void => {
    writing = writeFrame(writing, { first, text });
    // Met again by finish(); without this a full disk would end the process first.
    writing.catch(() => undefined);
    text = '';
  };
  return {
    add: (line) => {
      if (text === '') first = line.number;
      text += `${JSON.stringify(line)}\n`;
      runs.add(line.phase, 1);
      if (text.length > frameCharacters) endFrame();
    },
    finish: async () => {
      if (text !== '') endFrame();
      await writing;
      return { runs: runs.runs(), frames };
    },
  };
}
