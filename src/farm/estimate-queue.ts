import { estimateEnd, expectStage, totalOf } from '../domain/expected-time.ts';
import { platformOf, type Platform } from '../domain/target.ts';
import type { Catalogue } from './catalogue-port.ts';
import { countSlots } from './count-slots.ts';
import { findExpectedTimes, findUsualTime } from './expected-times.ts';
import type { Clock, Dispatcher, TargetTable } from './ports.ts';

export type QueueEstimate = {
  /** Until what is queued and running now is done; null: nobody works on the platform, or nothing was ever built. */
  readonly milliseconds: ReadonlyMap<Platform, number | null>;
  /** What one build takes; null: nothing was ever built. */
  readonly usual: number | null;
};

type EstimatePorts = {
  readonly catalogue: Pick<
    Catalogue,
    'listBuilds' | 'listBuildTimes' | 'listLastBuildTimes' | 'sumQueuedTimes'
  >;
  readonly dispatcher: Pick<Dispatcher, 'describeWorkers'>;
  readonly targets: TargetTable;
  readonly clock: Clock;
};

const keptMilliseconds = 10_000;
const mostRunning = 500;

/** How long each platform's queue takes, by how long its builds took before. Looked up now and then, not each time. */
export function openQueueEstimate(farm: EstimatePorts): () => Promise<QueueEstimate> {
  let known: { readonly estimate: Promise<QueueEstimate>; readonly until: number } | null = null;
  return () => {
    const now = farm.clock();
    if (known === null || known.until <= now) {
      const estimate = estimateQueue(farm);
      // One that failed is not kept.
      estimate.catch(() => {
        if (known?.estimate === estimate) known = null;
      });
      known = { estimate, until: now + keptMilliseconds };
    }
    return known.estimate;
  };
}

async function estimateQueue(farm: EstimatePorts): Promise<QueueEstimate> {
  const time = await findUsualTime(farm);
  const usual = time === null ? null : totalOf(time);
  const work = new Map<Platform, number>();
  const add = (target: Parameters<TargetTable['get']>[0], milliseconds: number): void => {
    const known = farm.targets.get(target);
    if (known === undefined) return;
    const platform = platformOf(known);
    work.set(platform, (work.get(platform) ?? 0) + milliseconds);
  };
  for (const { target, milliseconds, unknown } of await farm.catalogue.sumQueuedTimes())
    add(target, milliseconds + unknown * (usual ?? 0));
  for (const { target, milliseconds } of await listWorkLeft(farm)) add(target, milliseconds);
  const workers = await farm.dispatcher.describeWorkers();
  const platforms = new Set([...farm.targets.values()].map(platformOf));
  const estimates = [...platforms].map((platform) => {
    const slots = countSlots(workers, platform);
    const milliseconds = estimateEnd({ milliseconds: work.get(platform) ?? 0, slots });
    return [platform, usual === null ? null : milliseconds] as const;
  });
  return { milliseconds: new Map(estimates), usual };
}

/** What is left of the builds that run: nothing of those that take longer than they did. */
async function listWorkLeft(farm: EstimatePorts) {
  const builds = await farm.catalogue.listBuilds({ states: ['building', 'verifying'], limit: mostRunning });
  const asked = builds.map(({ release: { project }, target }) => ({ project, target }));
  const expected = await findExpectedTimes(farm, asked);
  return builds.map(({ release: { project }, target, state, changedAt }) => {
    const time = expected({ project, target });
    const whole = time === null ? 0 : expectStage(time, state.name === 'verifying' ? 'verify' : 'build');
    return { target, milliseconds: Math.max(0, whole - (farm.clock() - changedAt)) };
  });
}
