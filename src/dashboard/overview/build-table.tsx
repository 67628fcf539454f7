import type { BuildView } from '../../http/contract/build.ts';
import { Link } from '../navigation/link.tsx';
import { buildPath } from '../navigation/page-address.ts';
import { describeState } from '../words/describe-state.ts';
import { StateMark } from '../words/state-mark.tsx';
import { TimeAgo } from '../words/time-ago.tsx';
import { ReleaseLink } from '../words/release-link.tsx';
import { TableHead } from '../words/table-head.tsx';

export function BuildTable({ builds }: { readonly builds: readonly BuildView[] }) {
  if (builds.length === 0) return <p className="nothing">No builds to show.</p>;
  return (
    <table className="builds stacked">
      <TableHead
        columns={['Build', 'State', 'Project', 'Target', 'Detail', 'Since']}
        figures={['Build', 'Since']}
      />
      <tbody>
        {builds.map((build) => (
          <BuildRow key={build.id} build={build} />
        ))}
      </tbody>
    </table>
  );
}

function BuildRow({ build }: { readonly build: BuildView }) {
  return (
    <tr>
      <td className="figure">
        <Link to={buildPath(build.id)}>{build.id}</Link>
      </td>
      <td>
        <StateMark name={build.state.name} />
      </td>
      <td className="release">
        <ReleaseLink project={build.project} version={build.version} build={build.id} />
      </td>
      <td className="target">{build.target}</td>
      <td className="sentence" title={describeState(build.state)}>
        {describeState(build.state)}
      </td>
      <td className="figure">
        <TimeAgo at={build.changedAt} />
      </td>
    </tr>
  );
}
