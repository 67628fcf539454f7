import { assignBuilds, type Assignment } from '../domain/assign-builds.ts';
import type { BuildState } from '../domain/build-state.ts';
import type { Sdist } from '../domain/sdist.ts';
import type { Target } from '../domain/target.ts';
import type { Catalogue } from './catalogue-port.ts';
import type { Clock } from './ports.ts';
import type { Build } from './records.ts';

export type RequestPorts = {
  readonly catalogue: Catalogue;
  readonly clock: Clock;
  /** Every target that the farm offers. */
  readonly offered: readonly Target[];
};

export type BuildWish = {
  readonly sdist: Sdist;
  readonly targets: readonly Target[];
  readonly priority: number;
  readonly requestedBy: string;
};

/** Makes a build for each wished target, or finds the one there is. A pure project is built once and answers the rest. */
export async function requestBuilds(
  farm: RequestPorts,
  wish: BuildWish,
): Promise<readonly { readonly build: Build; readonly isNew: boolean }[]> {
  const assignments = assignBuilds(wish.sdist, { wished: wish.targets, offered: farm.offered });
  const made: { build: Build; isNew: boolean }[] = [];
  for (const { target, start } of assignments) {
    const { sdist, priority, requestedBy } = wish;
    const state = initialState(start, made[0]?.build ?? null);
    made.push(
      await farm.catalogue.addBuild(
        { release: sdist.release, sdist: sdist.sha256, target: target.name, state, priority, requestedBy },
        farm.clock(),
      ),
    );
  }
  return made;
}

function initialState(start: Assignment['start'], first: Build | null): BuildState {
  switch (start.kind) {
    case 'blocked':
      return { name: 'blocked', rule: start.rule };
    case 'after-first':
      return first === null
        ? { name: 'queued', attempt: null }
        : { name: 'waiting', on: first.id, reason: 'answer' };
    case 'now':
      return { name: 'queued', attempt: null };
  }
}
