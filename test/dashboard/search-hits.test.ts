import { expect, test } from 'vitest';
import { listHits } from '../../src/dashboard/search/search-hits.ts';
import { drawIcon, signOf } from '../../src/dashboard/tab/draw-icon.ts';

const build = (id: number) =>
  ({
    id,
    project: 'lxml',
    version: '5.3',
    target: 'bookworm',
    state: 'failed',
    cause: 'no-wheel',
    requestedBy: 'anna',
    changedAt: 1,
  }) as const;

test('what is found in two ways is shown once, under what was named', () => {
  const hits = listHits({
    projects: ['lxml'],
    builds: [build(1)],
    failures: [
      { build: build(1), sentence: 'no wheel' },
      { build: build(2), sentence: 'no wheel' },
    ],
    hasMore: { projects: false, builds: false, failures: false },
  });
  expect(hits.map(({ group, path }) => [group, path])).toEqual([
    ['Projects', '/projects/lxml'],
    ['Builds', '/builds/1'],
    ['Failures', '/builds/2'],
  ]);
});

test('the icon of a tab tells a build under way, a good end and a bad one apart', () => {
  expect([signOf('waiting'), signOf('succeeded'), signOf('failed'), signOf('blocked')]).toEqual([
    'busy',
    'good',
    'bad',
    'bad',
  ]);
  const icons = (['none', 'busy', 'good', 'bad'] as const).map(drawIcon);
  expect(new Set(icons).size).toBe(4);
  expect(icons.every((icon) => icon.startsWith('data:image/svg+xml,'))).toBe(true);
});
