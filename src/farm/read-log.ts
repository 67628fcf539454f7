import { createInterface } from 'node:readline';
import { createZstdDecompress } from 'node:zlib';
import type { LogLine } from '../domain/log-line.ts';
import type { AttemptId } from '../domain/plan.ts';
import type { Sha256 } from '../domain/sha256.ts';
import type { Blobs, Catalogue, LiveLogs } from './ports.ts';

export type LogPorts = {
  readonly catalogue: Catalogue;
  readonly blobs: Blobs;
  readonly liveLogs: LiveLogs;
};

const batch = 1000;
const pollMilliseconds = 200;

/**
 * Lines of an attempt's log from number `from` on, in batches: while it runs as they come, afterwards from the stored log.
 * Ends with the log; with `follow: 'no'` it ends with what is there now. An unknown attempt has no lines.
 */
export async function* readLog(
  farm: LogPorts,
  id: AttemptId,
  options: { readonly from: number; readonly follow: 'yes' | 'no'; readonly signal: AbortSignal },
): AsyncGenerator<readonly LogLine[]> {
  let next = options.from;
  while (!options.signal.aborted) {
    const attempt = await farm.catalogue.findAttempt(id);
    if (attempt === null) return;
    if (attempt.outcome !== null) {
      const log = attempt.outcome.evidence.log;
      if (log !== null) yield* readStored(farm.blobs, log.sha256, next);
      return;
    }
    const { lines } = await farm.liveLogs.read(id, { from: next, limit: batch });
    const last = lines.at(-1);
    if (last !== undefined) {
      next = last.number + 1;
      yield lines;
    } else if (options.follow === 'no') {
      return;
    } else {
      await pause(pollMilliseconds, options.signal);
    }
  }
}

async function* readStored(blobs: Blobs, sha256: Sha256, from: number): AsyncGenerator<readonly LogLine[]> {
  const blob = await blobs.get(sha256);
  if (blob === null) return;
  let lines: LogLine[] = [];
  for await (const text of createInterface({ input: blob.content.pipe(createZstdDecompress()) })) {
    // Written by the farm's own worker; see log-writer.ts.
    const line = JSON.parse(text) as LogLine;
    if (line.number < from) continue;
    lines.push(line);
    if (lines.length < batch) continue;
    yield lines;
    lines = [];
  }
  if (lines.length > 0) yield lines;
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    signal.addEventListener('abort', done);
  });
}
