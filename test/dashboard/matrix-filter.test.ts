import { expect, test } from 'vitest';
import {
  countCauses,
  filterMatrix,
  listOwners,
  matrixPath,
  readMatrixFilter,
  wholeMatrix,
} from '../../src/dashboard/matrix/matrix-filter.ts';
import { changeMatrix, readMatrix } from '../../src/dashboard/matrix/matrix-rows.ts';
import { nextPlace } from '../../src/dashboard/matrix/grid-place.ts';

const matrix = readMatrix([
  {
    targets: ['bookworm', 'trixie'],
    states: ['succeeded', 'failed'],
    causes: ['missing-header:yaml.h', 'no-wheel'],
    requesters: ['anna', 'build 17', 'build 18'],
    projects: [
      {
        project: 'lxml',
        builds: [
          [0, 1, '5.3', 0, 1000, -1, 0],
          [1, 2, '5.3', 1, 1000, 0, 1],
        ],
      },
      { project: 'yarl', builds: [[0, 3, '1.0', 1, 1000, 1, 2]] },
    ],
    next: null,
  },
]);
const projectsOf = (filter: Partial<typeof wholeMatrix>) =>
  filterMatrix(matrix, { ...wholeMatrix, ...filter }).rows.map(({ project }) => project);

test('a row stays where a cell that is shown of it is what is looked for', () => {
  expect(projectsOf({})).toEqual(['lxml', 'yarl']);
  expect(projectsOf({ text: 'XM' })).toEqual(['lxml']);
  expect(projectsOf({ states: ['failed'] })).toEqual(['lxml', 'yarl']);
  expect(projectsOf({ states: ['failed'], target: 'bookworm' })).toEqual(['yarl']);
  expect(projectsOf({ cause: 'missing-header' })).toEqual(['lxml']);
  expect(projectsOf({ cause: 'missing-header:yaml.h', states: ['succeeded'] })).toEqual([]);
});

test('cells of one who asked are shown; what builds ask for themselves has one name', () => {
  expect(listOwners(matrix)).toEqual(['anna', 'other builds']);
  expect(projectsOf({ owner: 'anna' })).toEqual(['lxml']);
  expect(projectsOf({ owner: 'other builds', target: 'bookworm' })).toEqual(['yarl']);
});

test('kinds of failures are counted, and causes where they say more than the kind', () => {
  expect(countCauses(matrix)).toEqual({
    kinds: [
      { cause: 'missing-header', builds: 1 },
      { cause: 'no-wheel', builds: 1 },
    ],
    causes: [{ cause: 'missing-header:yaml.h', builds: 1 }],
  });
});

test('a filter stands in the address and comes back from it', () => {
  const path = '/matrix?state=failed&text=a%26b&target=trixie&cause=no-wheel&owner=anna';
  expect(matrixPath(readMatrixFilter(new URL(path, 'http://farm').searchParams))).toBe(path);
  expect(matrixPath(wholeMatrix)).toBe('/matrix');
});

test('a change comes into its cell, unless a newer build has it; a new project comes into its row', () => {
  const build = {
    version: '1.0',
    state: 'queued',
    cause: null,
    requestedBy: 'anna',
    changedAt: 2000,
  } as const;
  const changed = changeMatrix(matrix, [
    { ...build, id: 4, project: 'yarl', target: 'bookworm' },
    { ...build, id: 1, project: 'lxml', target: 'trixie' },
    { ...build, id: 5, project: 'numpy', target: 'sid' },
  ]);
  expect(changed.targets).toEqual(['bookworm', 'trixie', 'sid']);
  expect(changed.rows.map(({ project }) => project)).toEqual(['lxml', 'numpy', 'yarl']);
  expect(changed.rows[2]?.builds.get('bookworm')?.id).toBe(4);
  expect(changed.rows[0]?.builds.get('trixie')?.state).toBe('failed');
});

test('no key leads out of the grid', () => {
  const size = { rows: 3, columns: 2 };
  const from = { row: 2, column: 1 };
  const press = (key: string, ctrlKey = false) => nextPlace(from, { key, ctrlKey }, size);
  expect(press('ArrowDown')).toEqual({ row: 2, column: 1 });
  expect(press('Home', true)).toEqual({ row: 0, column: 0 });
  expect(press('PageUp')).toEqual({ row: 0, column: 1 });
  expect(press('Tab')).toBeNull();
});
