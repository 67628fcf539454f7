import type { AttemptView } from '../../http/contract/attempt.ts';
import { renderClock, renderDuration, renderTime } from '../words/measures.ts';
import { nameKind } from '../../domain/attempt-story.ts';
import { describeOutcome } from './describe-outcome.ts';
import { Evidence } from './evidence.tsx';
import { PhaseTimes } from './phase-times.tsx';
import { StoryChain } from './story-chain.tsx';

type AttemptsProps = { readonly attempts: readonly AttemptView[]; readonly now: number };

/** The attempts in order of time: how long each took, phase by phase, and what was seen. */
export const Attempts = ({ attempts, now }: AttemptsProps) => (
  <section aria-label="Attempts">
    <h2>Attempts</h2>
    <StoryChain attempts={attempts} />
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
  const { id, kind, platform, createdAt, endedAt, outcome } = attempt;
  return (
    <>
      <h3>
        {id} {nameKind(kind)} <span className="aside">on {platform}</span>
      </h3>
      <p>
        <time dateTime={new Date(createdAt).toISOString()} title={`${renderTime(createdAt)} UTC`}>
          {renderClock(createdAt).slice(0, 8)}
        </time>{' '}
        · <span className="figure">{describeTime(attempt, now)}</span> ·{' '}
        {outcome === null ? describeOpen(endedAt) : describeOutcome(outcome)}
      </p>
      <LogLine outcome={outcome} />
      {outcome !== null && <PhaseTimes phases={outcome.evidence.phases} />}
      {outcome !== null && <Evidence attempt={attempt} outcome={outcome} />}
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

/** The line of the log that the diagnosis rests on. */
function LogLine({ outcome }: Pick<AttemptView, 'outcome'>) {
  const line = outcome?.kind === 'failed' ? outcome.failure.facts['line'] : null;
  return typeof line === 'string' && line !== '' ? <code className="log-line">{line.trim()}</code> : null;
}
