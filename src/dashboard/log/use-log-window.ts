import { useCallback, useLayoutEffect, useRef, useState } from 'react';
import { useRowWindow, type RowWindow } from '../scrolling/row-window.ts';

/** Height of every row of the log in pixels; the style sheet's `.log-row` has the same. */
export const rowHeight = 18;

export type LogWindow = Pick<RowWindow, 'attach' | 'onScroll' | 'first' | 'end'> & {
  readonly isFollowing: boolean;
  readonly follow: () => void;
};

/** `wish`: another one scrolls to the row again; that the row has moved does not. */
export type ShownRow = { readonly row: number; readonly wish: string };

/**
 * Which rows of the log are in sight. It sticks to the bottom as rows come, until somebody scrolls up or a row is to be
 * shown (whenever that is another one), and again once they are back at the bottom.
 */
export function useLogWindow(rows: { readonly length: number; readonly show: ShownRow | null }): LogWindow {
  const { attach, first, end, ...box } = useRowWindow({ count: rows.length, height: rowHeight });
  const { measure, scrollTo, showBox, onScroll: look } = box;
  const [isFollowing, setFollowing] = useState(true);
  const shown = useRef(0);
  const granted = useRef('');
  const { row = null, wish = '' } = rows.show ?? {};

  const onScroll = useCallback((): void => {
    const place = measure();
    if (place === null) return;
    const isAtBottom = place.top + place.height >= place.whole - rowHeight;
    // Only who goes up stops following: rows that have just come put the bottom farther away, too.
    if (isAtBottom || place.top < shown.current) setFollowing(isAtBottom);
    shown.current = place.top;
    look();
  }, [measure, look]);
  const moveTo = useCallback(
    (top: number): void => {
      scrollTo(top);
      shown.current = measure()?.top ?? 0;
    },
    [measure, scrollTo],
  );
  useLayoutEffect(() => {
    if (isFollowing) moveTo(rows.length * rowHeight);
  }, [rows.length, isFollowing, moveTo]);
  useLayoutEffect(() => {
    const place = measure();
    if (place === null || row === null || granted.current === wish) return;
    granted.current = wish;
    setFollowing(false);
    const top = row * rowHeight;
    const isInSight = top >= place.top && top + rowHeight <= place.top + place.height;
    moveTo(isInSight ? place.top : Math.max(0, top - place.height / 3));
    showBox();
  }, [row, wish, measure, moveTo, showBox]);

  return { attach, onScroll, first, end, isFollowing, follow: () => setFollowing(true) };
}
