import { useEffect, useEffectEvent, useState } from 'react';
import { LogLineView } from '../../http/contract/log.ts';
import { parseEvent } from '../farm/parse-event.ts';

/** As long as a log gets by what a worker keeps of it. */
const mostLines = 50_000;
const tryAgainMilliseconds = 3_000;

export type RefreshLogStatus = 'following' | 'broken-off' | 'ended';

/** The log of a refresh as it comes, over however many connections; `onEnd` when the last line of one that ran is there. */
export function useRefreshLog(
  id: number,
  onEnd: () => void,
): { readonly lines: readonly LogLineView[]; readonly status: RefreshLogStatus } {
  const [lines, setLines] = useState<readonly LogLineView[]>([]);
  const [status, setStatus] = useState<RefreshLogStatus>('following');
  const announceEnd = useEffectEvent(onEnd);
  useEffect(() => {
    const kept: LogLineView[] = [];
    let source: EventSource | null = null;
    let timer = 0;
    let frame = 0;
    const draw = (): void => {
      frame ||= window.requestAnimationFrame(() => {
        frame = 0;
        setLines([...kept]);
      });
    };
    const connect = (): void => {
      const last = kept.at(-1)?.number;
      source = new EventSource(`/api/refreshes/${id}/log${last === undefined ? '' : `?after=${last}`}`);
      source.addEventListener('open', () => setStatus('following'));
      source.addEventListener('error', () => {
        setStatus('broken-off');
        if (source?.readyState === EventSource.CLOSED)
          timer = window.setTimeout(connect, tryAgainMilliseconds);
      });
      source.addEventListener('line', ({ data }) => {
        const line = parseEvent(LogLineView, data);
        if (line === null || line.number <= (kept.at(-1)?.number ?? -1) || kept.length >= mostLines) return;
        kept.push(line);
        draw();
      });
      source.addEventListener('end', () => {
        source?.close();
        setStatus('ended');
        announceEnd();
      });
    };
    connect();
    return () => {
      window.clearTimeout(timer);
      window.cancelAnimationFrame(frame);
      source?.close();
    };
  }, [id]);
  return { lines, status };
}
