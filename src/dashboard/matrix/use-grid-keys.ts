import { useLayoutEffect, useRef, useState, type FocusEvent, type KeyboardEvent } from 'react';
import type { RowWindow } from '../scrolling/row-window.ts';
import { nextPlace, type Place } from './grid-place.ts';

type GridSize = { readonly rows: number; readonly columns: number };

/** One cell has the keyboard's place; moving it scrolls its row into sight and then gives it the focus. */
export function useGridKeys(
  { first, end, showRow, focusOn }: RowWindow,
  size: GridSize,
): {
  readonly active: Place;
  readonly onKeyDown: (event: KeyboardEvent) => void;
  readonly onFocus: (event: FocusEvent) => void;
} {
  const [wanted, setWanted] = useState<Place>({ row: 0, column: 1 });
  const hasMoved = useRef(false);
  // A place that was scrolled out of the document leaves the order of tabs to the first row that is in it.
  const isThere = wanted.row >= first && wanted.row < end;
  const active = isThere ? wanted : { row: first, column: wanted.column };
  useLayoutEffect(() => {
    if (!hasMoved.current || !isThere) return;
    hasMoved.current = false;
    focusOn(`[data-cell="${wanted.row}:${wanted.column}"]`);
  });
  const onKeyDown = (event: KeyboardEvent): void => {
    const next = nextPlace(active, event, size);
    if (next === null || event.altKey || event.metaKey) return;
    event.preventDefault();
    showRow(next.row);
    hasMoved.current = true;
    setWanted(next);
  };
  const onFocus = (event: FocusEvent): void => {
    const [row, column] = event.target.getAttribute('data-cell')?.split(':').map(Number) ?? [];
    if (row !== undefined && column !== undefined) setWanted({ row, column });
  };
  return { active, onKeyDown, onFocus };
}
