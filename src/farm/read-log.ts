import { pipeline } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import { createZstdDecompress } from 'node:zlib';
import type { LogLine } from '../domain/log-line.ts';
import type { StoredLog } from '../domain/outcome.ts';
import type { AttemptId } from '../domain/plan.ts';
import { attemptOfRefresh, type RefreshId } from '../domain/refresh.ts';
import type { Catalogue } from './catalogue-port.ts';
import type { Blobs, LiveLogs } from './ports.ts';

export type LogPorts = {
  readonly catalogue: Catalogue;
  readonly blobs: Blobs;
  readonly liveLogs: LiveLogs;
};

const batch = 1000;
/** A line's text is far shorter; as JSON each of its characters may take six. */
const longestStoredLine = 1024 ** 2;

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
  else yield* readStored(farm, attempt.outcome.evidence.log, options.from);
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
  else yield* readStored(farm, refresh.log, options.from);
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

async function* readStored(
  { blobs }: LogPorts,
  log: StoredLog | null,
  from: number,
): AsyncGenerator<readonly LogLine[]> {
  const blob = log && (await blobs.get(log.sha256));
  if (blob === null) return;
  const text = createZstdDecompress();
  // Its own error reaches the reader below, as the end of the text does.
  pipeline(blob.content, text, () => undefined);
  const decoder = new StringDecoder('utf8');
  let rest = '';
  let lines: LogLine[] = [];
  for await (const piece of text) {
    const written = `${rest}${decoder.write(piece)}`.split('\n');
    rest = written.pop() ?? '';
    if (rest.length > longestStoredLine) throw new Error(`log ${log?.sha256}: a line of it has no end`);
    for (const each of written) {
      // Written by the farm's own worker; see log-writer.ts.
      const line = JSON.parse(each) as LogLine;
      if (line.number >= from) lines.push(line);
    }
    if (lines.length < batch) continue;
    yield lines;
    lines = [];
  }
  if (lines.length > 0) yield lines;
}
