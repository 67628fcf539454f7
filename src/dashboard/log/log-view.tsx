import { useCallback, useEffect, useState, useSyncExternalStore } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { showChangedBuild } from '../farm/builds.ts';
import { showAt, useAddress } from '../navigation/address.ts';
import { followLog, type FollowedLog } from './follow-log.ts';
import { causeAddress, lineAddress, readAttemptAddress, readLineAddress } from './line-address.ts';
import { LogHead } from './log-head.tsx';
import { LogRowLine } from './log-row-line.tsx';
import type { LogRow, LogRows, Place } from './log-rows.ts';
import { withoutColours } from './parse-ansi.ts';
import { useLogSearch } from './use-log-search.ts';
import { rowHeight, useLogWindow } from './use-log-window.ts';
import { LogBox } from './log-box.tsx';

/** Asked for before they are in sight: who scrolls shall find them there. */
const aheadRows = 300;

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
  const shownRow = findRow(rows, hash, build);
  const place = useLogWindow({
    length,
    show: shownRow === null ? null : { row: shownRow, wish: `${hash} ${wishes}` },
  });
  const { first, end, isFollowing, follow } = place;
  useEffect(() => log.fetchRows(Math.max(0, first - aheadRows), Math.min(length, end + aheadRows)));
  const show = useCallback(
    (place: Place): void => {
      const at = log.rows.at(log.rows.rowOf(place) ?? -1);
      if (at?.kind === 'phase') log.fold(at.run.key, false);
      showAt(lineAddress(place));
      setWishes((before) => before + 1);
    },
    [log],
  );
  const search = useLogSearch(log, show);
  const isCauseWanted = hash === causeAddress && diagnosis !== null;
  useEffect(() => {
    if (isCauseWanted) findCause(log, diagnosis).then((place) => place && show(place), ignore);
  }, [isCauseWanted, log, diagnosis, show]);
  return (
    <section className="log" aria-label="Log">
      <LogHead
        build={build}
        log={log}
        search={search}
        isFollowing={isFollowing}
        follow={follow}
        showDiagnosis={diagnosis === null ? null : () => showAt(causeAddress)}
      />
      <LogBox
        place={place}
        length={length}
        // A short log that has ended needs no more room than it fills.
        style={log.status() === 'ended' ? { maxHeight: (length + 2) * rowHeight } : undefined}
      >
        {Array.from({ length: Math.max(0, end - first) }, (_, index) => {
          const row = rows.at(first + index);
          if (row === null) return null;
          const isFolded = row.kind === 'phase' && rows.isFolded(row.run.key);
          const isMarked = row.kind === 'line' && first + index === shownRow;
          return (
            <LogRowLine
              key={first + index}
              row={row}
              isMarked={isMarked}
              isCause={isCauseLine(row, diagnosis)}
              isFolded={isFolded}
              fold={log.fold}
            />
          );
        })}
      </LogBox>
    </section>
  );
}

/** The row that the address names: that of a line, or where an attempt begins. */
function findRow(rows: LogRows, hash: string, build: number): number | null {
  const line = readLineAddress(hash, build);
  if (line !== null) return rows.rowOf(line);
  const attempt = readAttemptAddress(hash, build);
  return attempt === null ? null : rows.rowOfAttempt(attempt);
}

/** The last place where the line stands: what ends a build is said at its end. */
const findCause = async (log: FollowedLog, diagnosis: string): Promise<Place | null> =>
  (await log.search(diagnosis)).at(-1) ?? null;

const isCauseLine = (row: LogRow, diagnosis: string | null): boolean =>
  row.kind === 'line' &&
  diagnosis !== null &&
  row.line !== null &&
  withoutColours(row.line.text).includes(withoutColours(diagnosis));

const ignore = (): void => undefined;
