import type { LogLine } from '../domain/log-line.ts';
import type { Attempt } from '../farm/records.ts';
import { readLog, type LogPorts } from '../farm/read-log.ts';

/** Logs that were unpacked lately: who scrolls and searches asks for many parts of the same. */
export type LogShelf = {
  /** Every line of an attempt that the farm has; of one that runs, as far as it has come. */
  readonly take: (attempt: Attempt, signal: AbortSignal) => Promise<readonly LogLine[]>;
};

const mostLines = 600_000;
const mostCharacters = 64 * 1024 ** 2;

type Shelved = { readonly lines: Promise<readonly LogLine[]>; size: { lines: number; characters: number } };

export function openLogShelf(farm: LogPorts): LogShelf {
  const shelf = new Map<string, Shelved>();
  const tidy = (): void => {
    const sum = { lines: 0, characters: 0 };
    // The newest come last; what does not fit beside them goes.
    for (const [key, { size }] of [...shelf].reverse()) {
      sum.lines += size.lines;
      sum.characters += size.characters;
      const isNewest = key === [...shelf.keys()].at(-1);
      if (!isNewest && (sum.lines > mostLines || sum.characters > mostCharacters)) shelf.delete(key);
    }
  };
  return {
    take: async (attempt, signal) => {
      if (attempt.outcome === null) return readAll(farm, attempt, signal);
      const key = attempt.id;
      const known = shelf.get(key);
      // Read to its end for all who want it, whoever of them goes meanwhile.
      const lines = known?.lines ?? readAll(farm, attempt, new AbortController().signal);
      const shelved = known ?? { lines, size: { lines: 0, characters: 0 } };
      shelf.delete(key);
      shelf.set(key, shelved);
      try {
        const read = await lines;
        const characters = read.reduce((total, line) => total + line.text.length, 0);
        shelved.size = { lines: read.length, characters };
        tidy();
        return read;
      } catch (error) {
        shelf.delete(key);
        throw error;
      }
    },
  };
}

async function readAll(farm: LogPorts, { id }: Attempt, signal: AbortSignal): Promise<readonly LogLine[]> {
  const lines: LogLine[] = [];
  for await (const batch of readLog(farm, id, { from: 0, signal }))
    for (const line of batch) lines.push(line);
  return lines;
}
