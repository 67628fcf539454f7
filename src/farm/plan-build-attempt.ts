import { planBuild } from '../domain/plan-attempt.ts';
import { platformOf } from '../domain/target.ts';
import { findRequirementWheels } from './find-requirement-wheels.ts';
import type { Build } from './records.ts';
import type { SchedulerPorts } from './scheduler-ports.ts';

/** PEP 517: what a project without pyproject.toml is built with. */
const legacyRequires = ['setuptools', 'wheel'];

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
  const found = earlier.flatMap(({ outcome }) =>
    outcome?.kind === 'needs' ? outcome.requirements.map(({ requirement }) => requirement) : [],
  );
  const requirements = [...(sdist.facts.buildSystem?.requires ?? legacyRequires), ...found];
  const wheels = await findRequirementWheels(farm.catalogue, { target, requirements });
  const recipe = farm.recipes.get(build.release.project) ?? null;
  const attempt = await farm.catalogue.addAttempt(build.id, {
    from: 'queued',
    plan: (id) => planBuild({ attempt: id, sdist, target, recipe, wheels, found: [], limits: farm.limits }),
    state: (id) => ({ name: 'queued', attempt: id }),
    platform: platformOf(target),
    at,
  });
  if (attempt === null) return;
  await farm.dispatcher.dispatch(attempt.plan, { platform: attempt.platform, priority: build.priority });
}
