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
  /** For those who scroll by rules of their own: where the box stands, and how to have it elsewhere. */
  readonly measure: () => BoxPlace | null;
  readonly scrollTo: (top: number) => void;
  /** Has the box itself in sight, where nothing of it is. */
  readonly showBox: () => void;
};

/** In pixels: what is above the part in sight, that part, and all. */
export type BoxPlace = { readonly top: number; readonly height: number; readonly whole: number };

const spareRows = 20;

/** `headHeight`: of what sticks to the top of the box, over the rows. */
export function useRowWindow(rows: {
  readonly count: number;
  readonly height: number;
  readonly headHeight?: number;
}): RowWindow {
  const box = useRef<HTMLDivElement | null>(null);
  const [view, setView] = useState({ top: 0, height: 800 });
  const { height, headHeight = 0 } = rows;
  const measure = useCallback((): BoxPlace | null => {
    if (box.current === null) return null;
    const { scrollTop, clientHeight, scrollHeight } = box.current;
    return { top: scrollTop, height: clientHeight, whole: scrollHeight };
  }, []);
  const onScroll = useCallback((): void => {
    const place = measure();
    if (place === null) return;
    const { top, height } = place;
    setView((view) => (view.top === top && view.height === height ? view : { top, height }));
  }, [measure]);
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
  const scrollTo = useCallback(
    (top: number): void => {
      if (box.current !== null) box.current.scrollTop = top;
      onScroll();
    },
    [onScroll],
  );
  const showRow = useCallback(
    (row: number): void => {
      const place = measure();
      if (place === null) return;
      const top = row * height;
      const lowest = top - (place.height - headHeight - height);
      if (top < place.top) scrollTo(top);
      else if (lowest > place.top) scrollTo(lowest);
    },
    [height, headHeight, measure, scrollTo],
  );
  const focusOn = useCallback((selector: string): void => {
    box.current?.querySelector<HTMLElement>(selector)?.focus({ preventScroll: true });
  }, []);
  const showBox = useCallback((): void => {
    if (box.current === null) return;
    const { top, bottom } = box.current.getBoundingClientRect();
    const isInSight = top < window.innerHeight - 4 * height && bottom > 4 * height;
    if (!isInSight) box.current.scrollIntoView({ block: 'end' });
  }, [height]);
  const top = Math.max(0, view.top - headHeight);
  const seen = Math.floor(top / height);
  const first = Math.max(0, Math.min(seen, rows.count) - spareRows);
  const end = Math.min(rows.count, Math.ceil((top + view.height) / height) + spareRows);
  return { attach, onScroll, first, end, showRow, focusOn, measure, scrollTo, showBox };
}
