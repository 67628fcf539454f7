import type { BuildId } from '../domain/build-state.ts';
import type { AttemptId } from '../domain/plan.ts';
import { queuePriority } from '../domain/queue-priority.ts';
import { advanceBuild, applyEnded } from './apply-outcome.ts';
import { planBuildAttempt } from './plan-build-attempt.ts';
import type { Build } from './records.ts';
import { queueAgain } from './queue-again.ts';
import { findIndexMaker } from './order-file-index.ts';
import { publishBuild } from './publish-build.ts';
import type { SchedulerPorts } from './scheduler-ports.ts';
import { settleWaiting } from './settle-waiting.ts';

const page = 200;

/** Takes every outcome that came back into the catalogue, then lets the queue forget it. */
export async function takeOutcomes(farm: SchedulerPorts): Promise<number> {
  let taken = 0;
  for (;;) {
    const ended = await farm.dispatcher.takeEnded(page);
    for (const attempt of ended) {
      await applyEnded(farm, attempt);
      await farm.dispatcher.acknowledge(attempt.id, attempt.platform);
    }
    taken += ended.length;
    if (ended.length < page) return taken;
  }
}

/** Plans every build that is queued and has no plan yet. */
export async function planQueued(farm: SchedulerPorts): Promise<void> {
  for (;;) {
    const builds = await farm.catalogue.listUnplannedBuilds(page);
    for (const build of builds) await planBuildAttempt(farm, build);
    if (builds.length < page) return;
  }
}

/**
 * Holds catalogue and queue against each other: every build that should run has a job, and what a crash left half done
 * is done. Costs one look a build that is not finished, whatever the history.
 */
export async function reconcile(farm: SchedulerPorts): Promise<void> {
  let after: BuildId | null = null;
  for (;;) {
    const builds: readonly Build[] = await farm.catalogue.listUnfinishedBuilds({ after, limit: page });
    for (const build of builds) await reconcileBuild(farm, build);
    if (builds.length < page) return;
    after = builds.at(-1)?.id ?? null;
  }
}

async function reconcileBuild(farm: SchedulerPorts, build: Build): Promise<void> {
  const { state } = build;
  switch (state.name) {
    case 'queued':
      return state.attempt === null
        ? planBuildAttempt(farm, build)
        : redispatch(farm, { build, id: state.attempt });
    case 'building':
    case 'verifying':
      return redispatch(farm, { build, id: state.attempt });
    case 'publishing':
      return publishBuild(farm, build.id);
    case 'waiting':
      if (state.reason !== 'file-index') return settleWaiting(farm, state.on);
      return (await findIndexMaker(farm, build.target)) === null ? queueAgain(farm, build) : undefined;
    // Its campaign sees to it.
    case 'held':
    case 'succeeded':
    case 'failed':
    case 'blocked':
    case 'cancelled':
  }
}

/** Gives the queue an attempt that it has forgotten, and the build the state that a lost message should have given it. */
async function redispatch(farm: SchedulerPorts, wanted: { build: Build; id: AttemptId }): Promise<void> {
  const attempt = await farm.catalogue.findAttempt(wanted.id);
  if (attempt === null) return;
  if (attempt.outcome !== null) return advanceBuild(farm, { ...attempt, outcome: attempt.outcome });
  const place = await farm.dispatcher.locate(attempt.id, attempt.platform);
  if (place === 'running') return showRunning(farm, attempt.id);
  if (place !== 'unknown') return;
  const priority = queuePriority(attempt.plan, wanted.build.priority);
  await farm.dispatcher.dispatch(attempt.plan, { platform: attempt.platform, priority });
}

/** A worker has taken the attempt. */
export async function showRunning(farm: SchedulerPorts, id: AttemptId): Promise<void> {
  const attempt = await farm.catalogue.findAttempt(id);
  if (attempt === null || attempt.plan.kind === 'verify') return;
  const build = await farm.catalogue.findBuild(attempt.build);
  if (build?.state.name !== 'queued' || build.state.attempt !== id) return;
  await farm.catalogue.moveBuild(build.id, {
    from: 'queued',
    to: { name: 'building', attempt: id },
    at: farm.clock(),
  });
}
