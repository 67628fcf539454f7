import { isFinal } from '../domain/build-state.ts';
import { BuildView } from '../http/contract/build.ts';
import type { FarmClient } from './farm-client.ts';
import { persist, type Patience } from './patience.ts';
import type { Surroundings } from './surroundings.ts';

export type WatchedBuilds = {
  readonly builds: readonly BuildView[];
  /** Those of them whose state is another than before; at first, those that are over already. */
  readonly changed: readonly BuildView[];
};

const shortestPause = 250;
const longestPause = 2_000;
/** Whoever waits for many builds does not ask ten times as often as others. */
const pauseForEach = 100;

/** The builds as they are now and after each look, until nothing more happens with any of them. */
export async function* watchBuilds(
  {
    farm,
    world,
    patience,
  }: { readonly farm: FarmClient; readonly world: Surroundings; readonly patience: Patience },
  begun: readonly BuildView[],
): AsyncGenerator<WatchedBuilds> {
  let builds = begun;
  yield { builds, changed: builds.filter((build) => !isUnfinished(build)) };
  while (builds.some(isUnfinished)) {
    const unfinished = builds.filter(isUnfinished).length;
    await world.pause(
      Math.min(Math.max(shortestPause, unfinished * pauseForEach), longestPause),
      world.interrupt,
    );
    world.interrupt.throwIfAborted();
    const before = builds;
    builds = await Promise.all(before.map((build) => look(farm, { build, patience })));
    yield { builds, changed: builds.filter((build, index) => isElsewhere(build, before[index])) };
  }
}

const isUnfinished = ({ state }: BuildView): boolean => !isFinal(state.name);

const isElsewhere = (build: BuildView, before: BuildView | undefined): boolean =>
  build.state.name !== before?.state.name ||
  ('attempt' in build.state && 'attempt' in before.state && build.state.attempt !== before.state.attempt);

async function look(
  farm: FarmClient,
  { build, patience }: { readonly build: BuildView; readonly patience: Patience },
): Promise<BuildView> {
  if (!isUnfinished(build)) return build;
  const asked = () => farm.ask({ method: 'GET', path: `api/builds/${build.id}` }, BuildView);
  return (await persist(patience, asked)).value;
}
