import type { CarriedOut } from '../../http/contract/worker.ts';
import { nameKind } from '../../domain/attempt-story.ts';
import { HealthMark } from '../words/health-mark.tsx';
import { renderDuration } from '../words/measures.ts';
import { TimeAgo } from '../words/time-ago.tsx';
import { ReleaseLink } from '../words/release-link.tsx';
import { TableHead } from '../words/table-head.tsx';

/** The newest first. */
export const CarriedOutTable = ({ attempts }: { readonly attempts: readonly CarriedOut[] }) =>
  attempts.length === 0 ? (
    <p className="nothing">Nothing yet.</p>
  ) : (
    <table className="carried-out stacked">
      <TableHead
        columns={['Attempt', 'Project', 'Target', 'What came of it', 'Took', 'Ended']}
        figures={['Attempt', 'Took', 'Ended']}
      />
      <tbody>
        {attempts.map((attempt) => (
          <tr key={attempt.attempt}>
            <td className="figure">{attempt.attempt}</td>
            <td className="release">
              <ReleaseLink project={attempt.project} version={attempt.version} build={attempt.build} />
            </td>
            <td className="target">{attempt.target}</td>
            <td className="sentence">
              <Outcome attempt={attempt} />
            </td>
            <td className="figure" data-label="Took">
              {renderDuration(attempt.endedAt - attempt.startedAt)}
            </td>
            <td className="figure" data-label="Ended">
              <TimeAgo at={attempt.endedAt} />
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
