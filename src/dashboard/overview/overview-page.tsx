import { buildStateNames } from '../../domain/build-state.ts';
import { useBuilds } from '../farm/builds.ts';
import { useQueue } from '../farm/farm-state.ts';
import { useAddress } from '../navigation/address.ts';
import { Link } from '../navigation/link.tsx';
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
import { PageHead } from '../words/page-head.tsx';
import { Waiting } from '../words/waiting.tsx';
import { MoreButton } from '../words/more-button.tsx';

/** The farm at a glance, and its builds; filtered, the builds alone. */
export function OverviewPage() {
  const filter = readFilter(useAddress().searchParams);
  const list = useBuilds(filter);
  const { data: queue } = useQueue();
  const builds = list.data?.pages.flatMap((page) => page.builds);
  const isEverything = overviewPath(filter) === '/';
  const isNew = queue !== undefined && buildStateNames.every((name) => (queue.builds[name] ?? 0) === 0);
  return (
    <>
      <PageHead name="Builds">
        <div className="actions">
          <Link to="/build" className="button">
            Start a build
          </Link>
        </div>
      </PageHead>
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
      {builds === undefined && <Waiting problem={list.error} />}
      {builds !== undefined && !(isNew && isEverything) && <BuildTable builds={builds} />}
      <MoreButton list={list}>Show older builds</MoreButton>
    </>
  );
}
