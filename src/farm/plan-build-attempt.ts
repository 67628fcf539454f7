import { planBuild } from '../domain/plan-attempt.ts';
import { platformOf } from '../domain/target.ts';
import { findDistributionPackages } from './find-distribution-packages.ts';
import { findRequirementWheels, isAmong } from './find-requirement-wheels.ts';
import { knownRequirements } from './known-requirements.ts';
import { memoryFor } from './more-memory.ts';
import type { Build } from './records.ts';
import type { SchedulerPorts } from './scheduler-ports.ts';

/** Makes the plan of a queued build's next attempt and hands it to the queue. */
export async function planBuildAttempt(farm: SchedulerPorts, build: Build): Promise<void> {
  const at = farm.clock();
  const target = farm.targets.get(build.target);
  const sdist = await farm.catalogue.findSdist(build.sdist);
  if (target === undefined || sdist === null) {
    const rule =
      target === undefined ? `no target ${build.target} is defined` : `its sdist ${build.sdist} is gone`;
    await farm.catalogue.moveBuild(build.id, { from: 'queued', to: { name: 'blocked', rule }, at });
    return;
  }
  const earlier = build.attempts === 0 ? [] : await farm.catalogue.listAttempts(build.id);
  const { all, needs, extra: extraRequires } = knownRequirements(sdist, earlier);
  const wheels = await findRequirementWheels(farm, { target, requirements: all });
  const lacking = needs.filter(({ requirement }) => !isAmong(wheels, requirement));
  const { found } = await findDistributionPackages(farm, { target, needs: lacking });
  const recipe = farm.recipes.get(build.release.project) ?? null;
  const attempt = await farm.catalogue.addAttempt(build.id, {
    from: 'queued',
    plan: (id) =>
      planBuild({
        attempt: id,
        sdist,
        target,
        recipe,
        wheels: [...wheels.values()],
        found,
        extraRequires,
        limits: farm.limits,
        memoryBytes: memoryFor(farm, { build, target, earlier }),
      }),
    state: (id) => ({ name: 'queued', attempt: id }),
    platform: platformOf(target),
    at,
  });
  if (attempt === null) return;
  await farm.dispatcher.dispatch(attempt.plan, { platform: attempt.platform, priority: build.priority });
}
