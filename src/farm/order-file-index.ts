import type { TargetName } from '../domain/target.ts';
import { queueAgain } from './queue-again.ts';
import type { BuildId } from '../domain/build-state.ts';
import type { Build } from './records.ts';
import type { SchedulerPorts } from './scheduler-ports.ts';

/** After a failure the builds of the target go on without an index for so long. */
const restMilliseconds = 60 * 60 * 1000;

/** The build that makes the target's file index at this moment; null when none does. */
export async function findIndexMaker(farm: SchedulerPorts, target: TargetName): Promise<Build | null> {
  const order = await farm.catalogue.findFileIndexOrder(target);
  const build = order === null ? null : await farm.catalogue.findBuild(order.build);
  if (build === null || !('attempt' in build.state) || build.state.attempt === null) return null;
  const attempt = await farm.catalogue.findAttempt(build.state.attempt);
  return attempt?.plan.kind === 'file-index' ? build : null;
}

/** Whether the index could not be made a short while ago: nobody should wait for another try now. */
export async function isIndexResting(farm: SchedulerPorts, target: TargetName): Promise<boolean> {
  const failedAt = (await farm.catalogue.findFileIndexOrder(target))?.failedAt ?? null;
  return failedAt !== null && farm.clock() - failedAt < restMilliseconds;
}

/** Wakes those who waited until `maker` had made the index of their target, whatever came of it. */
export async function wakeIndexWaiters(farm: SchedulerPorts, maker: BuildId): Promise<void> {
  for (const build of await farm.catalogue.listWaitingOn(maker)) {
    if (build.state.name === 'waiting' && build.state.reason === 'file-index') await queueAgain(farm, build);
  }
}
