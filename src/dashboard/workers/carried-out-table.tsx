import type { CarriedOut } from '../../http/contract/worker.ts';
import { nameKind } from '../../domain/attempt-story.ts';
import { Link } from '../navigation/link.tsx';
import { buildPath } from '../navigation/page-address.ts';
import { HealthMark } from '../words/health-mark.tsx';
import { renderDuration } from '../words/measures.ts';
import { TimeAgo } from '../words/time-ago.tsx';

type TableProps = { readonly attempts: readonly CarriedOut[]; readonly now: number };

export const CarriedOutTable = ({ attempts, now }: TableProps) =>
  attempts.length === 0 ? (
    <p className="nothing">Nothing yet.</p>
  ) : (
    <table className="carried-out">
      <thead>
        <tr>
          <th scope="col">Attempt</th>
          <th scope="col">Project</th>
          <th scope="col">Target</th>
          <th scope="col">What came of it</th>
          <th scope="col" className="figure">
            Took
          </th>
          <th scope="col" className="figure">
            Ended
          </th>
        </tr>
      </thead>
      <tbody>
        {attempts.map((attempt) => (
          <tr key={attempt.attempt}>
            <td className="figure">
              <Link to={buildPath(attempt.build)}>{attempt.attempt}</Link>
            </td>
            <td className="release">
              {attempt.project} <span className="version">{attempt.version}</span>
            </td>
            <td className="target">{attempt.target}</td>
            <td className="sentence">
              <Outcome attempt={attempt} />
            </td>
            <td className="figure" data-label="took">
              {renderDuration(attempt.endedAt - attempt.startedAt)}
            </td>
            <td className="figure" data-label="ended">
              <TimeAgo at={attempt.endedAt} now={now} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );

function Outcome({ attempt: { outcome, kind, failure } }: { readonly attempt: CarriedOut }) {
  switch (outcome) {
    case 'built':
    case 'verified':
    case 'indexed':
      return <HealthMark health="well" words={outcome} />;
    case 'needs':
      return <HealthMark health="troubled" words="needs something that is not there yet" />;
    case 'failed':
      return <HealthMark health="bad" words={failure?.sentence ?? `${nameKind(kind)} failed`} />;
  }
}
