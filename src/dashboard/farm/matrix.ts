import { useQuery } from '@tanstack/react-query';
import { MatrixView } from '../../http/contract/matrix.ts';
import { readMatrix, type Matrix } from '../matrix/matrix-rows.ts';
import { askFarm } from './ask-farm.ts';

export const matrixKey = ['matrix'] as const;

const mostPages = 20;

/** The whole matrix: what is filtered here is filtered at once. */
export const useMatrix = () =>
  useQuery({
    queryKey: matrixKey,
    queryFn: ({ signal }) => fetchMatrix(signal),
    // Compared cell by cell it would cost more than drawing it.
    structuralSharing: false,
  });

async function fetchMatrix(signal: AbortSignal): Promise<Matrix> {
  const pages: MatrixView[] = [];
  for (let next: string | null = ''; next !== null && pages.length < mostPages;) {
    const query: string = next === '' ? '' : `?after=${encodeURIComponent(next)}`;
    const page: MatrixView = await askFarm(`/api/matrix${query}`, { schema: MatrixView, signal });
    pages.push(page);
    next = page.next;
  }
  return readMatrix(pages);
}
