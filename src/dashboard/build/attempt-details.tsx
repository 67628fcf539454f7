import { useState } from 'react';
import { nameKind } from '../../domain/attempt-story.ts';
import type { AttemptView } from '../../http/contract/attempt.ts';
import { Copyable } from '../words/copyable.tsx';
import { renderDuration, renderTime } from '../words/measures.ts';
import { Evidence } from './evidence.tsx';
import { PhaseTimes } from './phase-times.tsx';
import { WheelFileList } from './wheel-file-list.tsx';

type DetailsProps = {
  readonly build: number;
  readonly attempt: AttemptView;
  readonly isOpenAtFirst: boolean;
};

/** All that was seen in an attempt, and how to repeat it. */
export function AttemptDetails({ build, attempt, isOpenAtFirst }: DetailsProps) {
  const { id, kind, platform, createdAt, outcome } = attempt;
  // Said once: an attempt that follows must not close this one under the eye of its reader.
  const [isOpen] = useState(isOpenAtFirst);
  return (
    <details className="attempt" open={isOpen}>
      <summary>
        <h3>
          {id} {nameKind(kind)} <span className="aside">on {platform}</span>
        </h3>
      </summary>
      <p>
        begun <time dateTime={new Date(createdAt).toISOString()}>{renderTime(createdAt)}</time> UTC
        {describeQueue(attempt)} ·{' '}
        <a href={`/api/builds/${build}/log?attempt=${id}`} download={`attempt-${id}.log`}>
          its raw log
        </a>
      </p>
      {outcome !== null && outcome.evidence.phases.length > 0 && (
        <PhaseTimes phases={outcome.evidence.phases} />
      )}
      {outcome !== null && <Evidence attempt={attempt} outcome={outcome} />}
      {outcome?.kind === 'built' && <WheelFileList attempt={id} count={outcome.wheel.fileCount} />}
      {kind === 'build' && (
        <Copyable
          text={`wheelyard reproduce ${id} --url ${window.location.origin}/`}
          label="Copy the command that repeats this attempt"
        />
      )}
    </details>
  );
}

/** What lies before a worker began was spent in the queue. */
function describeQueue({ createdAt, outcome }: AttemptView): string {
  const queued = (outcome?.evidence.startedAt ?? createdAt) - createdAt;
  return queued < 1000 ? '' : `, ${renderDuration(queued)} in the queue`;
}
