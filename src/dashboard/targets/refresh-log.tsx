import type { RefreshView } from '../../http/contract/refresh.ts';
import { useTargetChanged } from '../farm/targets.ts';
import { AnsiText } from '../log/ansi-text.tsx';
import { rowHeight, useLogWindow } from '../log/use-log-window.ts';
import { count, renderClock, renderTime } from '../words/measures.ts';
import { useRefreshLog } from './use-refresh-log.ts';

/** How the images are or were made, line by line. */
export function RefreshLog({ refresh: { id, target } }: { readonly refresh: RefreshView }) {
  const { lines, status } = useRefreshLog(id, useTargetChanged(target));
  const { attach, onScroll, first, end } = useLogWindow({ length: lines.length, show: null });
  return (
    <section className="log refresh-log" aria-label={`Log of refresh ${id}`}>
      <p className="aside">
        {describe(status, lines.length)} · <a href={`/api/refreshes/${id}/log`}>Raw log</a>
      </p>
      {/* Scrolled with the keyboard too, hence in the order of tabs. */}
      <div
        className="log-box"
        ref={attach}
        onScroll={onScroll}
        tabIndex={0}
        role="log"
        aria-live="off"
        aria-label="Log lines"
      >
        <div className="log-all" style={{ height: lines.length * rowHeight }}>
          <div className="log-seen" style={{ transform: `translateY(${first * rowHeight}px)` }}>
            {lines.slice(first, end).map(({ number, at, phase, voice, text }) => (
              <div key={number} className={`log-row voice-${voice}`}>
                <span className="line-number">{number + 1}</span>
                <time title={`${renderTime(at)} UTC`}>{renderClock(at)}</time>
                <span className="phase">{phase}</span>
                <span className="words">
                  <AnsiText text={text} />
                </span>
              </div>
            ))}
          </div>
        </div>
      </div>
    </section>
  );
}

function describe(status: 'following' | 'broken-off' | 'ended', lines: number): string {
  if (status === 'following') return `${count(lines, 'line')}, following`;
  if (status === 'broken-off') return `${count(lines, 'line')}; the farm does not answer, trying again`;
  return lines === 0 ? 'Nothing was kept of its log' : count(lines, 'line');
}
