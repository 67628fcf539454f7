import type { AttemptView, OutcomeView } from '../../http/contract/attempt.ts';
import { renderClock, renderDuration, renderTime } from '../words/measures.ts';
import { Evidence } from './evidence.tsx';
import { PhaseTimes } from './phase-times.tsx';

type AttemptsProps = { readonly attempts: readonly AttemptView[]; readonly now: number };

/** The attempts in order of time: how long each took, phase by phase, and what was seen. */
export const Attempts = ({ attempts, now }: AttemptsProps) => (
  <section aria-label="Attempts">
    <h2>Attempts</h2>
    {attempts.length === 0 && <p className="nothing">None yet.</p>}
    <ol className="attempts">
      {attempts.map((attempt) => (
        <li key={attempt.id}>
          <Attempt attempt={attempt} now={now} />
        </li>
      ))}
    </ol>
  </section>
);

function Attempt({ attempt, now }: { readonly attempt: AttemptView; readonly now: number }) {
  const { id, kind, platform, createdAt, endedAt, outcome, osPackages } = attempt;
  return (
    <>
      <h3>
        {id} {kind} <span className="aside">on {platform}</span>
      </h3>
      <p>
        <time dateTime={new Date(createdAt).toISOString()} title={`${renderTime(createdAt)} UTC`}>
          {renderClock(createdAt).slice(0, 8)}
        </time>{' '}
        · <span className="figure">{describeTime(attempt, now)}</span> ·{' '}
        {outcome === null ? describeOpen(endedAt) : describeOutcome(outcome)}
      </p>
      {outcome !== null && <PhaseTimes phases={outcome.evidence.phases} />}
      {outcome !== null && <Evidence outcome={outcome} osPackages={osPackages} />}
    </>
  );
}

/** A worker's time is told by its own clock; what lies before it was spent in the queue. */
function describeTime({ createdAt, endedAt, outcome }: AttemptView, now: number): string {
  if (outcome === null) return renderDuration((endedAt ?? now) - createdAt);
  const took = outcome.evidence.endedAt - outcome.evidence.startedAt;
  const queued = outcome.evidence.startedAt - createdAt;
  return queued < 1000
    ? renderDuration(took)
    : `${renderDuration(took)} after ${renderDuration(queued)} in the queue`;
}

const describeOpen = (endedAt: number | null): string =>
  endedAt === null ? 'no outcome yet' : 'ended without an outcome';

function describeOutcome(outcome: OutcomeView): string {
  switch (outcome.kind) {
    case 'built':
      return '✓ built';
    case 'verified':
      return '✓ verified in the runtime image';
    case 'needs':
      return `needs ${outcome.requirements.map(({ requirement }) => requirement).join(', ')}`;
    case 'indexed':
      return "✓ listed the files of the target's OS packages";
    case 'failed':
      return `✗ ${outcome.failure.sentence}`;
  }
}
