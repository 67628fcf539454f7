import { pipeline, type Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import { promisify } from 'node:util';
import { createZstdDecompress, zstdDecompress } from 'node:zlib';
import type { LogLine } from '../domain/log-line.ts';
import type { LogOutline } from '../domain/log-outline.ts';
import type { StoredLog } from '../domain/outcome.ts';
import type { Blobs } from './ports.ts';

const decompress = promisify(zstdDecompress);
/** A line's text is far shorter; as JSON each of its characters may take six. */
const longestStoredLine = 1024 ** 2;
/** A frame is a quarter of a mebibyte and the line that it ends with. */
const longestFrame = 4 * 1024 ** 2;
const batch = 1000;

/** Lines of a stored log from number `from` on; null has none. What lies before its frame is not read. */
export async function* readLogFile(
  blobs: Blobs,
  log: StoredLog | null,
  from: number,
): AsyncGenerator<readonly LogLine[]> {
  if (log === null) return;
  const { sha256, outline } = log;
  if (outline === undefined) {
    const blob = await blobs.get(sha256);
    if (blob !== null) yield* readOneFrame(blob.content, from);
    return;
  }
  const { start, frames } = skipFrames(outline, from);
  if (frames.length === 0) return;
  const end = start + frames.reduce((sum, [, bytes]) => sum + bytes, 0) - 1;
  const blob = await blobs.get(sha256, { start, end });
  if (blob === null) return;
  for await (const frame of cutFrames(blob.content, frames)) {
    const text = (await decompress(frame, { maxOutputLength: longestFrame })).toString('utf8');
    const lines = parseLines(text.split('\n').slice(0, -1), from);
    if (lines.length > 0) yield lines;
  }
}

/** The frames from that with line `from` on, and where the first of them begins. */
function skipFrames(
  { frames, runs }: LogOutline,
  from: number,
): { readonly start: number; readonly frames: LogOutline['frames'] } {
  const end = (frames[0]?.[0] ?? 0) + runs.reduce((sum, [, lines]) => sum + lines, 0);
  if (from >= end) return { start: 0, frames: [] };
  const skipped = Math.max(
    0,
    frames.findLastIndex(([first]) => first <= from),
  );
  const start = frames.slice(0, skipped).reduce((sum, [, bytes]) => sum + bytes, 0);
  return { start, frames: frames.slice(skipped) };
}

/** Node's zstd forgets what follows a frame within one piece, so each gets its own. */
async function* cutFrames(content: Readable, frames: LogOutline['frames']): AsyncGenerator<Buffer> {
  const lengths = frames.map(([, bytes]) => bytes).values();
  let wanted = lengths.next();
  let held: Buffer[] = [];
  let heldBytes = 0;
  for await (const piece of content) {
    let rest: Buffer = Buffer.from(piece);
    while (wanted.done !== true && heldBytes + rest.length >= wanted.value) {
      const cut = wanted.value - heldBytes;
      yield Buffer.concat([...held, rest.subarray(0, cut)]);
      rest = rest.subarray(cut);
      held = [];
      heldBytes = 0;
      wanted = lengths.next();
    }
    if (heldBytes + rest.length > longestFrame) throw new Error('a frame of the log has no end');
    held.push(rest);
    heldBytes += rest.length;
  }
}

/** A log from before it was cut into frames. */
async function* readOneFrame(content: Readable, from: number): AsyncGenerator<readonly LogLine[]> {
  const text = createZstdDecompress();
  // Its own error reaches the reader below, as the end of the text does.
  pipeline(content, text, () => undefined);
  const decoder = new StringDecoder('utf8');
  let rest = '';
  let lines: LogLine[] = [];
  for await (const piece of text) {
    const written = `${rest}${decoder.write(piece)}`.split('\n');
    rest = written.pop() ?? '';
    if (rest.length > longestStoredLine) throw new Error('a line of the log has no end');
    lines.push(...parseLines(written, from));
    if (lines.length < batch) continue;
    yield lines;
    lines = [];
  }
  if (lines.length > 0) yield lines;
}

const parseLines = (written: readonly string[], from: number): LogLine[] =>
  // Written by the farm's own worker; see log-file.ts.
  written.map((each) => JSON.parse(each) as LogLine).filter(({ number }) => number >= from);
