import type { ReactNode } from 'react';
import { useRowWindow } from './row-window.ts';

export type Column<Row> = {
  readonly name: string;
  /** Its width as a track of a grid: `90px`, `minmax(120px, 1fr)`. */
  readonly track: string;
  readonly isFigure?: boolean;
  readonly cell: (row: Row) => ReactNode;
};

type LongTableProps<Row> = {
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
  /** Below it the table scrolls to the side, within its box. */
  readonly minWidth: number;
};

/** Heights in pixels, as long-table.css has them. */
const rowHeight = 30;
const headHeight = 30;
const mostHeight = 560;

/** A table of any length, of which only the rows in sight are in the document. Each row is one line. */
export function LongTable<Row>({ label, columns, rows, keyOf, minWidth }: LongTableProps<Row>) {
  const { attach, onScroll, first, end } = useRowWindow({
    count: rows.length,
    height: rowHeight,
    headHeight,
  });
  const tracks = { gridTemplateColumns: columns.map(({ track }) => track).join(' ') };
  return (
    // Scrolled with the keyboard too, hence in the order of tabs.
    <section
      className="long-table-box"
      ref={attach}
      onScroll={onScroll}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      aria-label={label}
      style={{ height: Math.min(mostHeight, headHeight + rows.length * rowHeight + 2) }}
    >
      <table className="long-table" style={{ minWidth }} aria-label={label} aria-rowcount={rows.length + 1}>
        <thead>
          <tr aria-rowindex={1} style={tracks}>
            {columns.map(({ name, isFigure = false }) => (
              <th scope="col" key={name} className={isFigure ? 'figure' : undefined}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody style={{ height: rows.length * rowHeight, paddingTop: first * rowHeight }}>
          {rows.slice(first, end).map((row, index) => (
            <tr key={keyOf(row)} aria-rowindex={first + index + 2} style={tracks}>
              {columns.map(({ name, isFigure = false, cell }) => (
                <td key={name} className={isFigure ? 'figure' : undefined}>
                  {cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
