import { BuildView } from '../../http/contract/build.ts';
import { AttemptStart, LogLineView } from '../../http/contract/log.ts';
import { parseEvent } from '../farm/parse-event.ts';
import { openLogRows, type LogRows } from './log-rows.ts';

export type LogStatus = 'connecting' | 'following' | 'broken-off' | 'ended';

/** A log as it comes. `version` counts changes, for those who draw it. */
export type FollowedLog = {
  readonly rows: LogRows;
  readonly status: () => LogStatus;
  readonly version: () => number;
  readonly subscribe: (listener: () => void) => () => void;
  /** Begins to follow, or goes on; returns how to stop. `onEnd` gets the build as it is at the end of its log. */
  readonly open: (onEnd: (build: BuildView) => void) => () => void;
};

const tryAgainMilliseconds = 3_000;

/**
 * Follows the log of a build to its end, over however many connections that takes. The browser resumes a broken
 * stream by itself, behind the last line; where it gives up (somebody else answered, as a proxy does), the log is
 * read again from its beginning, and `LogRows` keeps each line once.
 */
export function followLog(build: number): FollowedLog {
  const rows = openLogRows();
  const listeners = new Set<() => void>();
  let source: EventSource | null = null;
  let status: LogStatus = 'connecting';
  let version = 0;
  let frame = 0;
  let timer = 0;

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
  const connect = (onEnd: (build: BuildView) => void): void => {
    source = new EventSource(`/api/builds/${build}/log`);
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
    window.clearTimeout(timer);
    source?.close();
  };
  return {
    rows,
    status: () => status,
    version: () => version,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    open: (onEnd) => {
      connect(onEnd);
      return close;
    },
  };
}
