import type { RefreshView } from '../../http/contract/refresh.ts';
import { useTargetChanged } from '../farm/targets.ts';
import { LineWords } from '../log/line-words.tsx';
import { LogBox } from '../log/log-box.tsx';
import { useLogWindow } from '../log/use-log-window.ts';
import { count } from '../words/measures.ts';
import { useRefreshLog } from './use-refresh-log.ts';

/** How the images are or were made, line by line. */
export function RefreshLog({ refresh: { id, target } }: { readonly refresh: RefreshView }) {
  const { lines, status } = useRefreshLog(id, useTargetChanged(target));
  const place = useLogWindow({ length: lines.length, show: null });
  return (
    <section className="log refresh-log" aria-label={`Log of refresh ${id}`}>
      <p className="aside">
        {describe(status, lines.length)} · <a href={`/api/refreshes/${id}/log`}>Raw log</a>
      </p>
      <LogBox place={place} length={lines.length}>
        {lines.slice(place.first, place.end).map((line) => (
          <div key={line.number} className={`log-row voice-${line.voice}`}>
            <span className="line-number">{line.number + 1}</span>
            <LineWords line={line} />
          </div>
        ))}
      </LogBox>
    </section>
  );
}

function describe(status: 'following' | 'broken-off' | 'ended', lines: number): string {
  if (status === 'following') return `${count(lines, 'line')}, following`;
  if (status === 'broken-off') return `${count(lines, 'line')}; the farm does not answer, trying again`;
  return lines === 0 ? 'Nothing was kept of its log' : count(lines, 'line');
}
