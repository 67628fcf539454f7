import { useState } from 'react';
import type { RefreshView } from '../../http/contract/refresh.ts';
import { useRefreshes } from '../farm/targets.ts';
import { renderDuration } from '../words/measures.ts';
import { TimeAgo } from '../words/time-ago.tsx';
import { RefreshOutcome } from './refresh-outcome.tsx';
import { Waiting } from '../words/waiting.tsx';
import { useNow } from '../words/use-now.ts';

const words = {
  making: '▶ being made',
  made: '✓ new images',
  unchanged: '= nothing newer',
  failed: '✗ failed',
} as const;

/** How a target's images came to be: every time that they were made anew, the newest in full. */
export function Refreshes({ target }: { readonly target: string }) {
  const { data, error } = useRefreshes(target);
  const [newest] = data?.refreshes ?? [];
  return (
    <section aria-labelledby="refreshes">
      <h2 id="refreshes">Refreshes</h2>
      {data === undefined && <Waiting problem={error} />}
      {data !== undefined && newest === undefined && (
        <p className="nothing">
          None yet: the images are as they were first made. A refresh takes in the security updates of the
          distribution since.
        </p>
      )}
      <ol className="refreshes">
        {data?.refreshes.map((refresh) => (
          <li key={refresh.id}>
            <Refresh refresh={refresh} isNewest={refresh === newest} />
          </li>
        ))}
      </ol>
    </section>
  );
}

type RefreshProps = { readonly refresh: RefreshView; readonly isNewest: boolean };

function Refresh({ refresh, isNewest }: RefreshProps) {
  const now = useNow();
  const [wish, setWish] = useState<boolean | null>(null);
  const { id, state, requestedAt, requestedBy } = refresh;
  const isOpen = wish ?? isNewest;
  const end = state.name === 'making' ? now : state.endedAt;
  return (
    <>
      <button
        type="button"
        className={`refresh-head refresh-${state.name}`}
        aria-expanded={isOpen}
        onClick={() => setWish(!isOpen)}
      >
        <span aria-hidden="true">{isOpen ? '▾' : '▸'}</span> <strong>{words[state.name]}</strong>{' '}
        <span className="aside">
          refresh {id}, asked for by {requestedBy} <TimeAgo at={requestedAt} /> ago,{' '}
          {state.name === 'making' ? 'for' : 'took'} {renderDuration(end - requestedAt)}
        </span>
      </button>
      {isOpen && <RefreshOutcome refresh={refresh} />}
    </>
  );
}
