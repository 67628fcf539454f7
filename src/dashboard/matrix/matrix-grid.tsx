import { useState } from 'react';
import { useRowWindow } from '../scrolling/row-window.ts';
import { CellHint, type Pointed } from './cell-hint.tsx';
import { MatrixCell } from './matrix-cell.tsx';
import { fitsFilter, type MatrixFilter } from './matrix-filter.ts';
import type { Matrix, MatrixRow } from './matrix-rows.ts';
import { useGridKeys } from './use-grid-keys.ts';

/** Heights in pixels, as the style sheet has them. */
const rowHeight = 28;
const headHeight = 68;
/** The least widths; a table of many targets scrolls to the side, its projects stay. */
const projectWidth = 120;
const cellWidth = 60;

type GridProps = { readonly matrix: Matrix; readonly filter: MatrixFilter };

/** Projects by targets. Arrow keys go from cell to cell; one cell is in the order of tabs, however many there are. */
export function MatrixGrid({ matrix: { targets, rows }, filter }: GridProps) {
  const sight = useRowWindow({ count: rows.length, height: rowHeight, headHeight });
  const { attach, onScroll, first, end } = sight;
  const [pointed, setPointed] = useState<Pointed | null>(null);
  const size = { rows: rows.length, columns: targets.length + 1 };
  const { active, onKeyDown, onFocus } = useGridKeys(sight, size);
  if (rows.length === 0) return <p className="nothing">No projects to show.</p>;
  const columns = `minmax(${projectWidth}px, 1.6fr) repeat(${targets.length}, minmax(${cellWidth}px, 1fr))`;
  return (
    <>
      <div
        className="matrix-box"
        ref={attach}
        onScroll={() => {
          onScroll();
          setPointed(null);
        }}
      >
        <table
          className="matrix"
          style={{ minWidth: projectWidth + targets.length * cellWidth }}
          role="grid"
          aria-label="Newest builds by project and target"
          aria-rowcount={rows.length + 1}
          onKeyDown={onKeyDown}
          onFocus={onFocus}
        >
          <thead>
            <tr aria-rowindex={1} style={{ gridTemplateColumns: columns }}>
              <th scope="col">Project</th>
              {targets.map((target) => (
                <th scope="col" key={target} title={target}>
                  {target.split('-').map((part, index) => (
                    <span key={index}>{index === 0 ? part : `-${part}`}</span>
                  ))}
                </th>
              ))}
            </tr>
          </thead>
          <tbody style={{ height: rows.length * rowHeight, paddingTop: first * rowHeight }}>
            {rows.slice(first, end).map((row, index) => (
              <Row
                key={row.project}
                row={row}
                index={first + index}
                columns={columns}
                targets={targets}
                filter={filter}
                active={active.row === first + index ? active.column : null}
                onPoint={setPointed}
              />
            ))}
          </tbody>
        </table>
      </div>
      {pointed !== null && <CellHint key={pointed.build.id} pointed={pointed} />}
    </>
  );
}

type RowProps = {
  readonly row: MatrixRow;
  readonly index: number;
  readonly columns: string;
  readonly targets: readonly string[];
  readonly filter: MatrixFilter;
  /** The column that the keyboard is at; null: it is in another row. */
  readonly active: number | null;
  readonly onPoint: (pointed: Pointed | null) => void;
};

const Row = ({ row, index, columns, targets, filter, active, onPoint }: RowProps) => (
  <tr aria-rowindex={index + 2} style={{ gridTemplateColumns: columns }}>
    <th scope="row">
      <MatrixCell.Project project={row.project} place={{ row: index, column: 0 }} isActive={active === 0} />
    </th>
    {targets.map((target, column) => {
      const build = row.builds.get(target);
      const isActive = active === column + 1;
      const place = { row: index, column: column + 1 };
      return (
        <td key={target}>
          {build === undefined ? (
            <MatrixCell.Empty project={row.project} target={target} place={place} isActive={isActive} />
          ) : (
            <MatrixCell.Build
              build={build}
              place={place}
              isActive={isActive}
              isFaint={!fitsFilter(build, filter)}
              onPoint={onPoint}
            />
          )}
        </td>
      );
    })}
  </tr>
);
