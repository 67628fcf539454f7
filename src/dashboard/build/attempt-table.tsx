import { nameKind } from '../../domain/attempt-story.ts';
import { plainWords } from '../../domain/plain-words.ts';
import type { AttemptView } from '../../http/contract/attempt.ts';
import { attemptAddress } from '../log/line-address.ts';
import { useAddress } from '../navigation/address.ts';
import { renderBytes, renderDuration } from '../words/measures.ts';
import { describeDifference } from './describe-difference.ts';
import { describeOutcome } from './describe-outcome.ts';
import { PhaseBar } from './phase-bar.tsx';
import { useNow } from '../words/use-now.ts';
import { TableHead } from '../words/table-head.tsx';
import { PlaceLink } from '../navigation/place-link.tsx';

/** The attempts side by side: what each had otherwise, how long it took on one scale, what came of it. */
export function AttemptTable({ attempts }: { readonly attempts: readonly AttemptView[] }) {
  const now = useNow();
  const longest = Math.max(1, ...attempts.map((attempt) => timeOf(attempt, now)));
  return (
    <div className="wide">
      <table className="attempts stacked">
        <TableHead columns={['Attempt', 'Other than before', 'Time', 'Memory', 'Outcome']} />
        <tbody>
          {attempts.map((attempt, index) => (
            <tr key={attempt.id}>
              <th scope="row">
                <LogLink attempt={attempt} />
              </th>
              <td data-label="Other than before">
                <ul className="attempt-differences">
                  {describeDifference(attempts, index).map((words, place) => (
                    <li key={place}>{words}</li>
                  ))}
                </ul>
              </td>
              <td data-label="Time">
                <span className="figure">{renderDuration(timeOf(attempt, now))}</span>
                <PhaseBar
                  phases={attempt.outcome?.evidence.phases ?? []}
                  share={timeOf(attempt, now) / longest}
                />
              </td>
              <td data-label="Memory" className="figure">
                {renderMemory(attempt)}
              </td>
              <td data-label="Outcome" className="sentence">
                {attempt.outcome === null ? describeOpen(attempt) : describeOutcome(attempt.outcome)}
                <LogLine outcome={attempt.outcome} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Shows the attempt's part of the log. */
function LogLink({ attempt }: { readonly attempt: AttemptView }) {
  const address = attemptAddress(attempt.id);
  const { hash } = useAddress();
  const isShown = hash === address || hash.startsWith(`${address}.`);
  return (
    <PlaceLink to={address} aria-current={isShown} title="Show its log">
      {attempt.id} {nameKind(attempt.kind)}
    </PlaceLink>
  );
}

/** A worker's time is told by its own clock. */
const timeOf = ({ createdAt, endedAt, outcome }: AttemptView, now: number): number =>
  outcome === null
    ? Math.max(0, (endedAt ?? now) - createdAt)
    : Math.max(0, outcome.evidence.endedAt - outcome.evidence.startedAt);

const renderMemory = ({ outcome, given }: AttemptView): string => {
  const peak = outcome?.evidence.peakMemoryBytes ?? null;
  if (peak === null) return '';
  return given.memoryBytes === null
    ? renderBytes(peak)
    : `${renderBytes(peak)} of ${renderBytes(given.memoryBytes)}`;
};

const describeOpen = ({ endedAt }: AttemptView): string =>
  endedAt === null ? 'no outcome yet' : 'ended without an outcome';

/** The line of the log that the diagnosis rests on. */
function LogLine({ outcome }: Pick<AttemptView, 'outcome'>) {
  const line = outcome?.kind === 'failed' ? outcome.failure.facts['line'] : null;
  return typeof line === 'string' && line.trim() !== '' ? (
    <code className="log-line">{plainWords(line.trim())}</code>
  ) : null;
}
