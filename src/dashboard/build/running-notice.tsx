import type { BuildDetail } from '../../http/contract/build.ts';
import { useQueue } from '../farm/farm-state.ts';
import { renderDuration } from '../words/measures.ts';
import { TimeBar } from '../words/time-bar.tsx';
import { useNow } from '../words/use-now.ts';

type RunningProps = { readonly build: BuildDetail; readonly attempt: string };

/** What a worker does for the build now, and how long it has against how long that is expected to take. */
export function RunningNotice({ build, attempt }: RunningProps) {
  const now = useNow();
  const { data: queue } = useQueue();
  // The queue is told of each phase; the build only of its states.
  const running = queue?.running.find((each) => each.attempt === attempt) ?? build.running;
  return (
    <div className="notice running-notice">
      <p>
        Attempt {attempt}{' '}
        {running === null ? (
          'begins'
        ) : (
          <>
            is in phase <strong>{running.phase}</strong> for{' '}
            <span className="figure">{renderDuration(now - running.phaseSince)}</span>
          </>
        )}
      </p>
      <TimeBar
        milliseconds={now - (running?.startedAt ?? build.changedAt)}
        expected={build.expectedMilliseconds}
        label="Progress"
      />
    </div>
  );
}
