import { BuildView } from '../../http/contract/build.ts';
import { AttemptStart, LogLines, LogLineView, LogMatches, LogOutline } from '../../http/contract/log.ts';
import { askFarm } from '../farm/ask-farm.ts';
import { parseEvent } from '../farm/parse-event.ts';
import { openLogRows, type Chunk, type LogRows, type Place } from './log-rows.ts';

export type LogStatus = 'connecting' | 'following' | 'broken-off' | 'ended';

/** A log as it is looked at and as it comes. `version` counts changes, for those who draw it. */
export type FollowedLog = {
  readonly rows: LogRows;
  readonly status: () => LogStatus;
  readonly version: () => number;
  /** The phase of the line that came last. */
  readonly phase: () => string | null;
  readonly subscribe: (listener: () => void) => () => void;
  /** Begins to follow, or goes on; returns how to stop. `onEnd` gets the build as it is at the end of its log. */
  readonly open: (onEnd: (build: BuildView) => void) => () => void;
  /** Asks for lines that are to be seen and not there. */
  readonly fetchRows: (first: number, end: number) => void;
  readonly fold: (key: string, isFolded: boolean) => void;
  readonly search: (text: string) => Promise<readonly Place[]>;
};

const tryAgainMilliseconds = 3_000;

/**
 * First the outline of the log as far as it is there, then what comes, over however many connections that takes; lines that
 * are there already come when they are looked at. A connection that breaks is resumed behind the last line.
 */
export function followLog(build: number): FollowedLog {
  const rows = openLogRows();
  const listeners = new Set<() => void>();
  const asked = new Set<string>();
  const path = `/api/builds/${build}/log`;
  let source: EventSource | null = null;
  let status: LogStatus = 'connecting';
  let phase: string | null = null;
  let version = 0;
  let frame = 0;
  let timer = 0;
  let asking: AbortController | null = null;

  // Lines come by the thousand: they are drawn once a frame, and not at all while nobody looks.
  const announce = (): void => {
    version += 1;
    frame ||= window.requestAnimationFrame(() => {
      frame = 0;
      for (const listener of listeners) listener();
    });
  };
  const setStatus = (next: LogStatus): void => {
    if (status === next) return;
    status = next;
    announce();
  };
  const begin = async (onEnd: (build: BuildView) => void): Promise<void> => {
    const { signal } = (asking = new AbortController());
    try {
      rows.describe(await askFarm(`${path}/outline`, { schema: LogOutline, signal }));
      if (!signal.aborted) connect(onEnd);
    } catch {
      if (signal.aborted) return;
      setStatus('broken-off');
      timer = window.setTimeout(() => void begin(onEnd), tryAgainMilliseconds);
    }
  };
  const connect = (onEnd: (build: BuildView) => void): void => {
    const last = rows.last();
    source = new EventSource(last === null ? path : `${path}?after=${last.attempt}:${last.number}`);
    source.addEventListener('open', () => setStatus('following'));
    source.addEventListener('error', () => {
      setStatus('broken-off');
      if (source?.readyState !== EventSource.CLOSED) return;
      timer = window.setTimeout(() => connect(onEnd), tryAgainMilliseconds);
    });
    source.addEventListener('attempt', ({ data }) => {
      const start = parseEvent(AttemptStart, data);
      if (start !== null) rows.begin(start);
      announce();
    });
    source.addEventListener('line', ({ data, lastEventId }) => {
      const line = parseEvent(LogLineView, data);
      const [attempt = ''] = lastEventId.split(':');
      if (line !== null) rows.add(attempt, line);
      phase = line?.phase ?? phase;
      announce();
    });
    source.addEventListener('end', ({ data }) => {
      close();
      setStatus('ended');
      const build = parseEvent(BuildView, data);
      if (build !== null) onEnd(build);
    });
  };
  const close = (): void => {
    asking?.abort();
    window.clearTimeout(timer);
    source?.close();
  };
  const fetchChunk = async ({ attempt, from }: Chunk): Promise<void> => {
    const key = `${attempt}:${from}`;
    if (asked.has(key)) return;
    asked.add(key);
    try {
      const { lines } = await askFarm(`${path}/lines?attempt=${attempt}&from=${from}`, { schema: LogLines });
      rows.keep({ attempt, from }, lines);
      announce();
    } finally {
      // Lines that the farm has lost are asked for now and then, not all the time.
      window.setTimeout(() => asked.delete(key), tryAgainMilliseconds / 10);
    }
  };
  return {
    rows,
    status: () => status,
    version: () => version,
    phase: () => phase,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    open: (onEnd) => {
      void begin(onEnd);
      return close;
    },
    fetchRows: (first, end) => {
      for (const chunk of rows.lacking(first, end)) fetchChunk(chunk).catch(announce);
    },
    fold: (key, isFolded) => {
      rows.fold(key, isFolded);
      announce();
    },
    search: async (text) => {
      const query = encodeURIComponent(text.slice(0, 200));
      return (await askFarm(`${path}/search?q=${query}`, { schema: LogMatches })).matches;
    },
  };
}
