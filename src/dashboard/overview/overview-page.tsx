import { useBuilds } from '../farm/builds.ts';
import { useAddress } from '../navigation/address.ts';
import { Link } from '../navigation/link.tsx';
import { useNow } from '../words/use-now.ts';
import { Trouble } from '../words/trouble.tsx';
import { overviewPath, readFilter } from './build-filter.ts';
import { BuildTable } from './build-table.tsx';
import { FailureClusters } from './failure-clusters.tsx';
import { FarmFigures } from './farm-figures.tsx';
import { FilterBar } from './filter-bar.tsx';

export function OverviewPage() {
  const filter = readFilter(useAddress().searchParams);
  const { data, error, hasNextPage, isFetchingNextPage, fetchNextPage } = useBuilds(filter);
  const now = useNow();
  const builds = data?.pages.flatMap((page) => page.builds);
  return (
    <>
      <title>Builds · Wheelyard</title>
      <div className="page-head">
        <h1>Builds</h1>
        <Link to="/build">Start a build</Link>
      </div>
      <FarmFigures filter={filter} />
      {overviewPath(filter) === '/' && <FailureClusters />}
      <FilterBar filter={filter} />
      <Trouble problem={builds === undefined ? error : null} />
      {builds !== undefined && <BuildTable builds={builds} now={now} />}
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
