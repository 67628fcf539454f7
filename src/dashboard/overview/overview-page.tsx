import { buildStateNames } from '../../domain/build-state.ts';
import { useBuilds } from '../farm/builds.ts';
import { useQueue } from '../farm/farm-state.ts';
import { useAddress } from '../navigation/address.ts';
import { Link } from '../navigation/link.tsx';
import { useNow } from '../words/use-now.ts';
import { Trouble } from '../words/trouble.tsx';
import { AttentionList } from './attention.tsx';
import { overviewPath, readFilter } from './build-filter.ts';
import { BuildTable } from './build-table.tsx';
import { FailureClusters } from './failure-clusters.tsx';
import { FarmFigures } from './farm-figures.tsx';
import { FarmHealth } from './farm-health.tsx';
import { FilterBar } from './filter-bar.tsx';
import { FirstSteps } from './first-steps.tsx';
import { QueuePanel } from './queue-panel.tsx';
import { RunningBuilds } from './running-builds.tsx';
import { Throughput } from './throughput.tsx';

/** The farm at a glance, and its builds; filtered, the builds alone. */
export function OverviewPage() {
  const filter = readFilter(useAddress().searchParams);
  const { data, error, hasNextPage, isFetchingNextPage, fetchNextPage } = useBuilds(filter);
  const { data: queue } = useQueue();
  const now = useNow();
  const builds = data?.pages.flatMap((page) => page.builds);
  const isEverything = overviewPath(filter) === '/';
  const isNew = queue !== undefined && buildStateNames.every((name) => (queue.builds[name] ?? 0) === 0);
  return (
    <>
      <title>Builds · Wheelyard</title>
      <div className="page-head">
        <h1>Builds</h1>
        <Link to="/build">Start a build</Link>
      </div>
      {isEverything && <AttentionList />}
      <FarmFigures filter={filter} />
      {isEverything && isNew && <FirstSteps />}
      {isEverything && (
        <div className="overview">
          <div>
            <RunningBuilds />
            <Throughput />
          </div>
          <div>
            <QueuePanel />
            <FarmHealth />
          </div>
        </div>
      )}
      {isEverything && <FailureClusters />}
      {isEverything && !isNew && <h2>All builds</h2>}
      {(!isNew || !isEverything) && <FilterBar filter={filter} />}
      <Trouble problem={builds === undefined ? error : null} />
      {builds !== undefined && !(isNew && isEverything) && <BuildTable builds={builds} now={now} />}
      {hasNextPage && (
        <button
          type="button"
          className="more"
          disabled={isFetchingNextPage}
          onClick={() => void fetchNextPage({ cancelRefetch: true })}
        >
          Show older builds
        </button>
      )}
    </>
  );
}
