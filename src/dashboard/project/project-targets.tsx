import type { ProjectTargetView } from '../../http/contract/project.ts';
import { isFinal } from '../../domain/build-state.ts';
import { useWhy } from '../farm/projects.ts';
import { Link } from '../navigation/link.tsx';
import { buildPath, targetPath } from '../navigation/page-address.ts';
import { describeState } from '../words/describe-state.ts';
import { StateMark } from '../words/state-mark.tsx';
import { TableHead } from '../words/table-head.tsx';

type TargetsProps = { readonly project: string; readonly targets: readonly ProjectTargetView[] };

/** The newest wheel on each target; where it is not of the newest version that was wished, why not and what would help. */
export const ProjectTargets = ({ project, targets }: TargetsProps) => (
  <section aria-label="Targets">
    <h2>Targets</h2>
    <div className="wide">
      <table className="plain">
        <TableHead columns={['Target', 'Newest wheel', 'Newest build']} />
        <tbody>
          {targets.map((target) => (
            <TargetRow key={target.name} project={project} target={target} />
          ))}
        </tbody>
      </table>
    </div>
  </section>
);

type RowProps = { readonly project: string; readonly target: ProjectTargetView };

function TargetRow({ project, target: { name, isOffered, wheel, build } }: RowProps) {
  const isThere = wheel !== null && (build === null || wheel.version === build.version);
  return (
    <tr>
      <th scope="row">
        <Link to={targetPath(name)}>{name}</Link>
        {!isOffered && <small>no longer offered</small>}
      </th>
      <td>
        {wheel === null ? (
          <span className="aside">none</span>
        ) : (
          <>
            {wheel.version} <small>{wheel.filename}</small>
          </>
        )}
      </td>
      <td>
        {build !== null && (
          <>
            <Link to={buildPath(build.id)}>{build.version}</Link> <StateMark name={build.state.name} />{' '}
            {build.state.name !== 'succeeded' && (
              <span className="sentence">{describeState(build.state)}</span>
            )}
          </>
        )}
        {isOffered && !isThere && isStuck(build) && <Help project={project} target={name} />}
      </td>
    </tr>
  );
}

/** Whether nothing will come by itself. */
const isStuck = (build: ProjectTargetView['build']): boolean =>
  build === null || (isFinal(build.state.name) && build.state.name !== 'succeeded');

function Help({ project, target }: { readonly project: string; readonly target: string }) {
  const { data } = useWhy(project, target);
  // Its room is kept, so that nothing moves when it comes.
  return (
    <small className="help">
      {data === undefined
        ? ' '
        : `${data.build === null ? `${data.cause}. ` : ''}What would help: ${data.help}`}
    </small>
  );
}
