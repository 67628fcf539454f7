import { useCallback, useLayoutEffect, useRef, useState } from 'react';

/** Height of every row of the log in pixels; the style sheet's `.log-row` has the same. */
export const rowHeight = 18;
const spareRows = 20;

export type LogWindow = {
  /** The box that scrolls. */
  readonly attach: (element: HTMLDivElement) => () => void;
  readonly onScroll: () => void;
  /** The rows that are in the document: from `first`, before `end`. */
  readonly first: number;
  readonly end: number;
  readonly isFollowing: boolean;
  readonly follow: () => void;
};

/** `wish`: another one scrolls to the row again; that the row has moved does not. */
export type ShownRow = { readonly row: number; readonly wish: string };

/**
 * Which rows of a long list are in sight. It sticks to the bottom as rows come, until somebody scrolls up or a row is to be
 * shown (whenever that is another one), and again once they are back at the bottom.
 */
export function useLogWindow(rows: { readonly length: number; readonly show: ShownRow | null }): LogWindow {
  const box = useRef<HTMLDivElement | null>(null);
  const [view, setView] = useState({ top: 0, height: 600 });
  const [isFollowing, setFollowing] = useState(true);
  const shown = useRef(0);
  const granted = useRef('');
  const { row = null, wish = '' } = rows.show ?? {};

  const look = useCallback((): void => {
    if (box.current === null) return;
    const { scrollTop: top, clientHeight: height } = box.current;
    setView((view) => (view.top === top && view.height === height ? view : { top, height }));
  }, []);
  const attach = useCallback(
    (element: HTMLDivElement) => {
      box.current = element;
      const observer = new ResizeObserver(look);
      observer.observe(element);
      return () => {
        box.current = null;
        observer.disconnect();
      };
    },
    [look],
  );
  const onScroll = useCallback((): void => {
    if (box.current === null) return;
    const { scrollTop, clientHeight, scrollHeight } = box.current;
    const isAtBottom = scrollTop + clientHeight >= scrollHeight - rowHeight;
    // Only who goes up stops following: rows that have just come put the bottom farther away, too.
    if (isAtBottom || scrollTop < shown.current) setFollowing(isAtBottom);
    shown.current = scrollTop;
    look();
  }, [look]);
  useLayoutEffect(() => {
    if (box.current === null || !isFollowing) return;
    box.current.scrollTop = rows.length * rowHeight;
    shown.current = box.current.scrollTop;
    look();
  }, [rows.length, isFollowing, look]);
  useLayoutEffect(() => {
    if (box.current === null || row === null || granted.current === wish) return;
    granted.current = wish;
    setFollowing(false);
    const top = row * rowHeight;
    const { scrollTop, clientHeight } = box.current;
    const isInSight = top >= scrollTop && top + rowHeight <= scrollTop + clientHeight;
    if (!isInSight) box.current.scrollTop = Math.max(0, top - clientHeight / 3);
    shown.current = box.current.scrollTop;
    look();
  }, [row, wish, look]);

  const first = Math.max(0, Math.min(Math.floor(view.top / rowHeight), rows.length) - spareRows);
  const end = Math.min(rows.length, Math.ceil((view.top + view.height) / rowHeight) + spareRows);
  return { attach, onScroll, first, end, isFollowing, follow: () => setFollowing(true) };
}
