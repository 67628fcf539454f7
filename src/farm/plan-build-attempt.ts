import type { FoundPackage } from '../domain/found-package.ts';
import type { AttemptId, AttemptPlan } from '../domain/plan.ts';
import { planBuild, planFileIndex } from '../domain/plan-attempt.ts';
import { platformOf } from '../domain/target.ts';
import { queuePriority } from '../domain/queue-priority.ts';
import { findDistributionPackages } from './find-distribution-packages.ts';
import { knownRequirements } from './known-requirements.ts';
import { memoryFor } from './more-memory.ts';
import { endSearch } from './end-search.ts';
import { findHolder } from './find-holder.ts';
import { findLearnedRequirements } from './find-learned-requirements.ts';
import { findRequirementWheels, isAmong } from './find-requirement-wheels.ts';
import { loosenedAfter } from './loosen-bounds.ts';
import { findNextStep, isBuildAttempt, type Subject } from './next-step.ts';
import { findIndexMaker } from './order-file-index.ts';
import type { Build } from './records.ts';
import type { SchedulerPorts } from './scheduler-ports.ts';

/** Makes the plan of a queued build's next attempt and hands it to the queue. */
export async function planBuildAttempt(farm: SchedulerPorts, build: Build): Promise<void> {
  const target = farm.targets.get(build.target);
  const sdist = await farm.catalogue.findSdist(build.sdist);
  if (target === undefined || sdist === null) {
    const rule =
      target === undefined ? `no target ${build.target} is defined` : `its sdist ${build.sdist} is gone`;
    const to = { name: 'blocked', rule } as const;
    await farm.catalogue.moveBuild(build.id, { from: 'queued', to, at: farm.clock() });
    return;
  }
  const subject = { build, sdist, target };
  const step = await findNextStep(farm, subject);
  switch (step.kind) {
    case 'file-index':
      return orderFileIndex(farm, subject);
    case 'build':
      return dispatch(farm, subject, await planOf(farm, { ...subject, found: step.found }));
    case 'end':
      return endSearch(farm, build);
  }
}

/** One build has a target's OS packages listed; the others wait for it. */
async function orderFileIndex(farm: SchedulerPorts, subject: Subject): Promise<void> {
  const { build, target } = subject;
  const maker = await findIndexMaker(farm, target.name);
  if (maker !== null && maker.id !== build.id) {
    const to = { name: 'waiting', on: maker.id, reason: 'file-index' } as const;
    await farm.catalogue.moveBuild(build.id, { from: 'queued', to, at: farm.clock() });
    return;
  }
  const revision = await farm.catalogue.findRevision(target.name);
  await farm.catalogue.keepFileIndexOrder({ target: target.name, build: build.id, failedAt: null });
  await dispatch(farm, subject, (attempt) =>
    planFileIndex({ attempt, release: build.release, target, revision }),
  );
}

async function planOf(
  farm: SchedulerPorts,
  wanted: Subject & { readonly found: readonly FoundPackage[] },
): Promise<(attempt: AttemptId) => AttemptPlan> {
  const { build, sdist, target, found } = wanted;
  const earlier = build.attempts === 0 ? [] : await farm.catalogue.listAttempts(build.id);
  const presentTry = earlier.slice(build.earlierAttempts);
  const learned = await findLearnedRequirements(farm, wanted, presentTry);
  const { all, needs, extra } = knownRequirements(sdist, earlier);
  const extraRequires = [...new Set([...learned.extraRequires, ...extra])];
  const requirements = [...all, ...learned.extraRequires];
  const campaign = await findHolder(farm.catalogue, build.id);
  const wheels = await findRequirementWheels(farm, { target, requirements, campaign });
  const lacking = needs.filter(({ requirement }) => !isAmong(wheels, requirement));
  const distribution = await findDistributionPackages(farm, { target, needs: lacking });
  const last = presentTry.findLast(isBuildAttempt) ?? null;
  const { requiresDist } = sdist.facts;
  const loosened = farm.loosensBounds
    ? [...learned.loosened, ...loosenedAfter(last, { unmet: distribution.rest, requiresDist })]
    : [];
  const recipe = farm.recipes.get(build.release.project) ?? null;
  const { limits } = farm;
  const revision = await farm.catalogue.findRevision(target.name);
  return (attempt) =>
    planBuild({
      attempt,
      sdist,
      target,
      recipe,
      wheels: [...wheels.values()],
      found: [...found, ...distribution.found],
      extraRequires,
      loosened: [...new Set(loosened)],
      limits,
      revision,
      memoryBytes: memoryFor(farm, { build, target, earlier }),
    });
}

async function dispatch(
  farm: SchedulerPorts,
  { build, target }: Subject,
  plan: (attempt: AttemptId) => AttemptPlan,
): Promise<void> {
  const attempt = await farm.catalogue.addAttempt(build.id, {
    from: 'queued',
    plan,
    state: (id) => ({ name: 'queued', attempt: id }),
    platform: platformOf(target),
    at: farm.clock(),
  });
  if (attempt === null) return;
  const priority = queuePriority(attempt.plan, build.priority);
  await farm.dispatcher.dispatch(attempt.plan, { platform: attempt.platform, priority });
}
