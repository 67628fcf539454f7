import { useCallback, useRef, useState } from 'react';

/** A box that scrolls over many rows of one height, of which only those in sight are in the document. */
export type RowWindow = {
  readonly attach: (element: HTMLDivElement) => () => void;
  readonly onScroll: () => void;
  /** The rows that are in the document: from `first`, before `end`. */
  readonly first: number;
  readonly end: number;
  /** Scrolls as far as it takes to have a row in sight. */
  readonly showRow: (row: number) => void;
  readonly focusOn: (selector: string) => void;
};

const spareRows = 20;

/** `headHeight`: of what sticks to the top of the box, over the rows. */
export function useRowWindow(rows: {
  readonly count: number;
  readonly height: number;
  readonly headHeight?: number;
}): RowWindow {
  const box = useRef<HTMLDivElement | null>(null);
  const [view, setView] = useState({ top: 0, height: 800 });
  const onScroll = useCallback((): void => {
    if (box.current === null) return;
    const { scrollTop: top, clientHeight: height } = box.current;
    setView((view) => (view.top === top && view.height === height ? view : { top, height }));
  }, []);
  const attach = useCallback(
    (element: HTMLDivElement) => {
      box.current = element;
      const observer = new ResizeObserver(onScroll);
      observer.observe(element);
      return () => {
        box.current = null;
        observer.disconnect();
      };
    },
    [onScroll],
  );
  const { height, headHeight = 0 } = rows;
  const showRow = useCallback(
    (row: number): void => {
      if (box.current === null) return;
      const top = row * height;
      const lowest = top - (box.current.clientHeight - headHeight - height);
      if (top < box.current.scrollTop) box.current.scrollTop = top;
      else if (lowest > box.current.scrollTop) box.current.scrollTop = lowest;
      onScroll();
    },
    [height, headHeight, onScroll],
  );
  const focusOn = useCallback((selector: string): void => {
    box.current?.querySelector<HTMLElement>(selector)?.focus({ preventScroll: true });
  }, []);
  const top = Math.max(0, view.top - headHeight);
  const seen = Math.floor(top / height);
  const first = Math.max(0, Math.min(seen, rows.count) - spareRows);
  const end = Math.min(rows.count, Math.ceil((top + view.height) / height) + spareRows);
  return { attach, onScroll, first, end, showRow, focusOn };
}
