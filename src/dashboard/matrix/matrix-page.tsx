import { useMemo } from 'react';
import { useMatrix } from '../farm/matrix.ts';
import { useAddress } from '../navigation/address.ts';
import { count } from '../words/measures.ts';
import { Trouble } from '../words/trouble.tsx';
import { filterMatrix, readMatrixFilter } from './matrix-filter.ts';
import { MatrixFilters } from './matrix-filters.tsx';
import { MatrixGrid } from './matrix-grid.tsx';

export function MatrixPage() {
  const query = useAddress().search;
  const { data, error } = useMatrix();
  const filter = useMemo(() => readMatrixFilter(new URLSearchParams(query)), [query]);
  const shown = useMemo(() => (data === undefined ? null : filterMatrix(data, filter)), [data, filter]);
  return (
    <>
      <title>Matrix · Wheelyard</title>
      <div className="page-head">
        <h1>Matrix</h1>
        <output className="aside">{describeShown(shown?.rows.length, data?.rows.length)}</output>
      </div>
      <Trouble problem={data === undefined ? error : null} />
      {data !== undefined && <MatrixFilters matrix={data} filter={filter} />}
      {shown !== null && <MatrixGrid matrix={shown} filter={filter} />}
    </>
  );
}

function describeShown(shown: number | undefined, all: number | undefined): string {
  if (shown === undefined || all === undefined) return 'asking the farm…';
  return shown === all ? count(all, 'project') : `${shown.toLocaleString('en')} of ${count(all, 'project')}`;
}
