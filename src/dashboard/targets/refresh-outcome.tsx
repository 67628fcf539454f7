import { useState } from 'react';
import type { PackageDifference, RefreshView } from '../../http/contract/refresh.ts';
import { FailureNotice } from '../build/failure-notice.tsx';
import { useEndedRefresh } from '../farm/targets.ts';
import { RefreshLog } from './refresh-log.tsx';
import { Waiting } from '../words/waiting.tsx';

/** What came of a refresh, and its log: at once while it runs, else when it is asked for. */
export function RefreshOutcome({ refresh }: { readonly refresh: RefreshView }) {
  const { id, state } = refresh;
  const isMaking = state.name === 'making';
  const [wantsLog, setWantsLog] = useState(isMaking);
  return (
    <div className="refresh-outcome">
      {state.name === 'failed' && <FailureNotice failure={state.failure} />}
      {state.name === 'unchanged' && <p>The images have the newest packages already; nothing was changed.</p>}
      {state.name === 'made' && state.before === null && (
        <p>The first images of this target that were seen.</p>
      )}
      {state.name === 'made' && state.before !== null && <Difference id={id} />}
      {wantsLog ? (
        <RefreshLog refresh={refresh} />
      ) : (
        <button type="button" onClick={() => setWantsLog(true)}>
          Show its log
        </button>
      )}
    </div>
  );
}

function Difference({ id }: { readonly id: number }) {
  const { data, error } = useEndedRefresh(id);
  if (data === undefined) return <Waiting problem={error} />;
  if (data.difference === null) return <p>What was in the earlier images is not known any more.</p>;
  return (
    <div className="differences">
      {(['runtime', 'build'] as const).map((flavour) => (
        <Packages key={flavour} flavour={flavour} difference={data.difference?.[flavour] ?? nothing} />
      ))}
    </div>
  );
}

const nothing: PackageDifference = { added: [], removed: [], changed: [] };

type PackagesProps = { readonly flavour: string; readonly difference: PackageDifference };

const Packages = ({ flavour, difference: { added, removed, changed } }: PackagesProps) => (
  <div>
    <h3>
      {flavour} image: {changed.length} changed, {added.length} added, {removed.length} removed
    </h3>
    <ul className="packages">
      {changed.map(({ name, from, to }) => (
        <li key={name}>
          <code>
            ~ {name} {from} → {to}
          </code>
        </li>
      ))}
      {added.map(({ name, version }) => (
        <li key={name} className="added">
          <code>
            + {name} {version}
          </code>
        </li>
      ))}
      {removed.map(({ name, version }) => (
        <li key={name} className="removed">
          <code>
            − {name} {version}
          </code>
        </li>
      ))}
    </ul>
  </div>
);
