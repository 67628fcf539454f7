import type { PackageDifference, RefreshDetail, RefreshView } from '../http/contract/refresh.ts';
import { bold, green, red, yellow } from './printer.ts';

/** `refresh 3 of debian-12-cp311-amd64: …` */
export function renderRefresh(refresh: RefreshView): string {
  return `refresh ${refresh.id} of ${refresh.target}: ${renderState(refresh.state)}`;
}

function renderState(state: RefreshView['state']): string {
  switch (state.name) {
    case 'making':
      return 'its images are being made';
    case 'made':
      return green('new images, which new builds get');
    case 'unchanged':
      return 'its images have the newest packages already';
    case 'failed':
      return red(state.failure.sentence);
  }
}

/** What became of the OS packages, the runtime image's first: that is what teams run. */
export function renderDifference({ difference }: RefreshDetail): readonly string[] {
  if (difference === null) return [];
  return (['runtime', 'build'] as const).flatMap((flavour) => [
    bold(`${flavour} image`),
    ...renderPackages(difference[flavour]),
  ]);
}

function renderPackages({ added, removed, changed }: PackageDifference): readonly string[] {
  const lines = [
    ...changed.map(({ name, from, to }) => yellow(`  ~ ${name} ${from} → ${to}`)),
    ...added.map(({ name, version }) => green(`  + ${name} ${version}`)),
    ...removed.map(({ name, version }) => red(`  - ${name} ${version}`)),
  ];
  return lines.length === 0 ? ['  no difference'] : lines;
}
