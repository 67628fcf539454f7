import { useEffect, useState, useSyncExternalStore } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { showChangedBuild } from '../farm/builds.ts';
import { showAt, useAddress } from '../navigation/address.ts';
import { followLog } from './follow-log.ts';
import { lineAddress, readLineAddress } from './line-address.ts';
import { LogHead } from './log-head.tsx';
import { LogRowLine } from './log-row-line.tsx';
import type { Place } from './log-rows.ts';
import { useLogSearch } from './use-log-search.ts';
import { rowHeight, useLogWindow } from './use-log-window.ts';

/** `diagnosis`: the line that the failure rests on. */
type LogViewProps = { readonly build: number; readonly diagnosis: string | null };

/** A build's log, live. It is made anew (by its key) for another build. */
export function LogView({ build, diagnosis }: LogViewProps) {
  const client = useQueryClient();
  const [log] = useState(() => followLog(build));
  useEffect(() => log.open((ended) => void showChangedBuild(client, ended)), [log, client]);
  useSyncExternalStore(log.subscribe, log.version);
  const { rows } = log;
  const length = rows.count();
  const { hash } = useAddress();
  const [wishes, setWishes] = useState(0);
  const marked = readLineAddress(hash, build);
  const markedRow = marked === null ? null : rows.rowOf(marked);
  const { attach, onScroll, first, end, isFollowing, follow } = useLogWindow({
    length,
    show: markedRow === null ? null : { row: markedRow, wish: `${hash} ${wishes}` },
  });
  useEffect(() => log.fetchRows(first, end));
  const show = (place: Place): void => {
    const at = rows.at(rows.rowOf(place) ?? -1);
    if (at?.kind === 'phase') log.fold(at.run.key, false);
    showAt(lineAddress(place));
    setWishes((before) => before + 1);
  };
  const search = useLogSearch(log, show);
  const showDiagnosis = async (): Promise<void> => {
    const place = (await log.search(diagnosis ?? '')).at(-1);
    if (place !== undefined) show(place);
  };
  return (
    <section className="log" aria-label="Log">
      <LogHead
        build={build}
        log={log}
        search={search}
        isFollowing={isFollowing}
        follow={follow}
        showDiagnosis={diagnosis === null ? null : () => void showDiagnosis().catch(() => undefined)}
      />
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
        <div className="log-all" style={{ height: length * rowHeight }}>
          <div className="log-seen" style={{ transform: `translateY(${first * rowHeight}px)` }}>
            {Array.from({ length: Math.max(0, end - first) }, (_, index) => {
              const row = rows.at(first + index);
              if (row === null) return null;
              const isFolded = row.kind === 'phase' && rows.isFolded(row.run.key);
              const isMarked = first + index === markedRow;
              return (
                <LogRowLine
                  key={first + index}
                  row={row}
                  isMarked={isMarked}
                  isFolded={isFolded}
                  fold={log.fold}
                />
              );
            })}
          </div>
        </div>
      </div>
    </section>
  );
}
