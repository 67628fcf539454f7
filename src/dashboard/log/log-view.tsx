import { useEffect, useState, useSyncExternalStore } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { showChangedBuild } from '../farm/builds.ts';
import { count } from '../words/measures.ts';
import { followLog, type LogStatus } from './follow-log.ts';
import { LogRowLine } from './log-row-line.tsx';
import type { LogRow } from './log-rows.ts';
import { rowHeight, useLogWindow } from './use-log-window.ts';

/** A build's log, live. It is made anew (by its key) for another build. */
export function LogView({ build }: { readonly build: number }) {
  const client = useQueryClient();
  const [log] = useState(() => followLog(build));
  useEffect(() => log.open((ended) => void showChangedBuild(client, ended)), [log, client]);
  useSyncExternalStore(log.subscribe, log.version);
  const { rows, dropped } = log.rows;
  const shown = { length: rows.length, dropped };
  const { attach, onScroll, first, end, isFollowing, follow } = useLogWindow(shown);
  return (
    <section className="log" aria-label="Log">
      <div className="log-head">
        <h2>Log</h2>
        <output>{describeLog(log.status(), rows)}</output>
        {dropped > 0 && <span>{count(dropped, 'older line')} only in the raw log</span>}
        <FollowButton isFollowing={isFollowing} isOver={log.status() === 'ended'} follow={follow} />
        <a href={`/api/builds/${build}/log`} download={`build-${build}.log`}>
          Raw log
        </a>
      </div>
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
        <div className="log-all" style={{ height: rows.length * rowHeight }}>
          <div className="log-seen" style={{ transform: `translateY(${first * rowHeight}px)` }}>
            {rows.slice(first, end).map((row, index) => (
              <LogRowLine key={dropped + first + index} row={row} />
            ))}
          </div>
        </div>
      </div>
    </section>
  );
}

type FollowButtonProps = {
  readonly isFollowing: boolean;
  readonly isOver: boolean;
  readonly follow: () => void;
};

const FollowButton = ({ isFollowing, isOver, follow }: FollowButtonProps) =>
  isOver ? (
    <button type="button" disabled={isFollowing} onClick={follow}>
      To the end
    </button>
  ) : (
    <button type="button" aria-pressed={isFollowing} onClick={follow}>
      {isFollowing ? 'Following' : 'Follow'}
    </button>
  );

function describeLog(status: LogStatus, rows: readonly LogRow[]): string {
  const last = rows.at(-1);
  const lines = count(rows.length, 'line');
  switch (status) {
    case 'connecting':
      return 'opening…';
    case 'following':
      return last?.kind === 'line'
        ? `${lines}, now in phase ${last.line.phase}`
        : `${lines}, waiting for more`;
    case 'broken-off':
      return `${lines}, connection lost, trying again`;
    case 'ended':
      return lines;
  }
}
