import type { FailureClusterView } from '../../http/contract/failure-cluster.ts';
import { useMay } from '../farm/farm-state.ts';
import { useFailures, useRetryCause } from '../farm/failures.ts';
import { Link } from '../navigation/link.tsx';
import { count } from '../words/measures.ts';
import { TimeAgo } from '../words/time-ago.tsx';
import { Trouble } from '../words/trouble.tsx';
import { everyBuild, overviewPath } from './build-filter.ts';
import { MayNot } from '../words/may-not.tsx';

/** What stops most builds: one line for each cause, however many builds failed of it. */
export function FailureClusters() {
  const { data } = useFailures();
  if (data === undefined || data.clusters.length === 0) return null;
  return (
    <section aria-label="Failures by cause">
      <h2>Failures by cause</h2>
      <MayNot scope="build" to="to retry what failed" />
      <ul className="clusters">
        {data.clusters.map((cluster) => (
          <li key={cluster.cause}>
            <Cluster cluster={cluster} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Cluster({ cluster }: { readonly cluster: FailureClusterView }) {
  const { cause, sentence, builds, newestAt } = cluster;
  const ofCause = overviewPath({ ...everyBuild, states: ['failed'], cause });
  return (
    <>
      <Link to={ofCause} className="cluster">
        <span className="figure">{count(builds, 'build')}</span>: <span className="sentence">{sentence}</span>
      </Link>{' '}
      <span className="aside">
        newest <TimeAgo at={newestAt} /> ago
      </span>
      <RetryCause cause={cause} />
    </>
  );
}

function RetryCause({ cause }: { readonly cause: string }) {
  const mayChange = useMay('build') === true;
  const { mutate, isPending, error } = useRetryCause(cause);
  if (!mayChange) return null;
  return (
    <>
      <button type="button" disabled={isPending} onClick={() => mutate()}>
        Retry all
      </button>
      <Trouble problem={error} />
    </>
  );
}
