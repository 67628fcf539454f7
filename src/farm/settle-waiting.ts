import { isFinal, type BuildId, type BuildState } from '../domain/build-state.ts';
import { compareTargets } from '../domain/target.ts';
import { isPure } from '../domain/wheel.ts';
import { findHolder } from './find-holder.ts';
import { meetNeeds } from './meet-needs.ts';
import type { Build } from './records.ts';
import type { SchedulerPorts } from './scheduler-ports.ts';

/**
 * Looks again at those whose requirement was built, whatever became of it. Answers those who waited for a build that has
 * ended: with its wheel, if that is pure; else the lowest of them is built next. After a failure the rest goes on waiting for that one; after a wheel with machine code each is built on its own.
 */
export async function settleWaiting(farm: SchedulerPorts, ended: BuildId): Promise<void> {
  const build = await farm.catalogue.findBuild(ended);
  if (build === null) return;
  if (build.state.name === 'held') return settleMembers(farm, { build, state: build.state });
  if (!isFinal(build.state.name)) return;
  const all = await farm.catalogue.listWaitingOn(ended);
  for (const parent of all) if (isForRequirement(parent)) await meetNeeds(farm, parent);
  const waiting = all.filter(isForAnswer).toSorted(byTarget(farm));
  if (waiting.length === 0) return;
  const at = farm.clock();
  const { state } = build;
  const answer = state.name === 'succeeded' ? await farm.catalogue.findWheel(state.wheel) : null;
  if (state.name === 'succeeded' && answer !== null && isPure(answer)) {
    const { wheel, filename } = state;
    const answeredBy = state.answeredBy ?? ended;
    for (const { id } of waiting) {
      await farm.catalogue.moveBuild(id, {
        from: 'waiting',
        to: { name: 'succeeded', wheel, filename, answeredBy, degradation: null, rebuilt: null },
        at,
      });
      await settleWaiting(farm, id);
    }
    return;
  }
  const [next, ...others] = waiting;
  if (next === undefined) return;
  const queued = { name: 'queued', attempt: null } as const;
  await farm.catalogue.moveBuild(next.id, { from: 'waiting', to: queued, at });
  for (const { id } of others) {
    const to = answer === null ? ({ name: 'waiting', on: next.id, reason: 'answer' } as const) : queued;
    await farm.catalogue.moveBuild(id, { from: 'waiting', to, at });
  }
}

/**
 * Looks again at those of the same campaign whose requirement is held. Who waits for an answer gets it when the wheel is
 * published, or, if that is none for others, is built next.
 */
async function settleMembers(
  farm: SchedulerPorts,
  { build, state }: { readonly build: Build; readonly state: BuildState & { readonly name: 'held' } },
): Promise<void> {
  const wheel = await farm.catalogue.findWheel(state.wheel);
  const isAnswer = wheel !== null && isPure(wheel);
  for (const waiting of await farm.catalogue.listWaitingOn(build.id)) {
    if (isForRequirement(waiting)) {
      const holder = await findHolder(farm.catalogue, waiting.id);
      if (holder === state.campaign) await meetNeeds(farm, waiting);
    } else if (isForAnswer(waiting) && !isAnswer) {
      const to = { name: 'queued', attempt: null } as const;
      await farm.catalogue.moveBuild(waiting.id, { from: 'waiting', to, at: farm.clock() });
    }
  }
}

const isForRequirement = ({ state }: Build): boolean =>
  state.name === 'waiting' && state.reason === 'requirement';

const isForAnswer = ({ state }: Build): boolean => state.name === 'waiting' && state.reason === 'answer';

const byTarget =
  (farm: SchedulerPorts) =>
  (one: Build, other: Build): number => {
    const left = farm.targets.get(one.target);
    const right = farm.targets.get(other.target);
    return left === undefined || right === undefined ? one.id - other.id : compareTargets(left, right);
  };
