import type { BuildSummaryView } from '../../http/contract/matrix.ts';
import { Link } from '../navigation/link.tsx';
import { buildPath, projectPath } from '../navigation/page-address.ts';
import { everyBuild, overviewPath } from '../overview/build-filter.ts';
import { stateGlyphs } from '../words/state-glyphs.ts';
import type { Pointed } from './cell-hint.tsx';

type Place = { readonly row: number; readonly column: number };
type CellProps = { readonly place: Place; readonly isActive: boolean };

const nameOf = ({ row, column }: Place): string => `${row}:${column}`;

const Project = ({ project, place, isActive }: CellProps & { readonly project: string }) => (
  <Link to={projectPath(project)} cell={nameOf(place)} tabIndex={isActive ? 0 : -1}>
    {project}
  </Link>
);

type BuildProps = CellProps & {
  readonly build: BuildSummaryView;
  /** Not what is looked for; it stays, so that the row can be compared. */
  readonly isFaint: boolean;
  readonly onPoint: (pointed: Pointed | null) => void;
};

function Build({ build, place, isActive, isFaint, onPoint }: BuildProps) {
  const { id, project, version, target, state, cause } = build;
  const point = (element: HTMLElement): void => onPoint({ build, at: element.getBoundingClientRect() });
  return (
    <Link
      to={buildPath(id)}
      className={`cell state-${state}${isFaint ? ' faint' : ''}`}
      label={`${project} ${version} on ${target}: ${state}${cause === null ? '' : `, ${cause}`}`}
      cell={nameOf(place)}
      tabIndex={isActive ? 0 : -1}
      onPoint={point}
      onLeave={() => onPoint(null)}
    >
      <span className="glyph">{stateGlyphs[state]}</span> <span className="cell-version">{version}</span>
    </Link>
  );
}

type EmptyProps = CellProps & { readonly project: string; readonly target: string };

const Empty = ({ project, target, place, isActive }: EmptyProps) => (
  <Link
    to={overviewPath({ ...everyBuild, project, target })}
    className="cell cell-empty"
    label={`${project} on ${target}: no build`}
    cell={nameOf(place)}
    tabIndex={isActive ? 0 : -1}
  >
    ·
  </Link>
);

export const MatrixCell = { Project, Build, Empty };
