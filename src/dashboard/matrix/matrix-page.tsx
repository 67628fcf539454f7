import { useMemo } from 'react';
import { useMatrix } from '../farm/matrix.ts';
import { useAddress } from '../navigation/address.ts';
import { count } from '../words/measures.ts';
import { filterMatrix, readMatrixFilter } from './matrix-filter.ts';
import { MatrixFilters } from './matrix-filters.tsx';
import { MatrixGrid } from './matrix-grid.tsx';
import { PageHead } from '../words/page-head.tsx';
import { Waiting } from '../words/waiting.tsx';

export function MatrixPage() {
  const query = useAddress().search;
  const { data, error } = useMatrix();
  const filter = useMemo(() => readMatrixFilter(new URLSearchParams(query)), [query]);
  const shown = useMemo(() => (data === undefined ? null : filterMatrix(data, filter)), [data, filter]);
  return (
    <>
      <PageHead name="Matrix">
        <output className="aside">{describeShown(shown?.rows.length, data?.rows.length)}</output>
      </PageHead>
      {data === undefined && <Waiting problem={error} />}
      {data !== undefined && <MatrixFilters matrix={data} filter={filter} />}
      {shown !== null && <MatrixGrid matrix={shown} filter={filter} />}
    </>
  );
}

function describeShown(shown: number | undefined, all: number | undefined): string {
  if (shown === undefined || all === undefined) return '';
  return shown === all ? count(all, 'project') : `${shown.toLocaleString('en')} of ${count(all, 'project')}`;
}
