import type { UnmetRequirement } from '../domain/outcome.ts';
import { parseRequirement } from '../domain/requirement.ts';
import { failBuild } from './fail-build.ts';
import { findRequirementWheels } from './find-requirement-wheels.ts';
import type { Build } from './records.ts';
import type { SchedulerPorts } from './scheduler-ports.ts';

/** Planning a build again and again must end; each round lays in at least one more requirement. */
const mostAttempts = 20;

/** Meets what a build came back for, or fails it. */
export async function meetNeeds(
  farm: SchedulerPorts,
  lacking: { readonly build: Build; readonly needs: readonly UnmetRequirement[] },
): Promise<void> {
  const { build, needs } = lacking;
  const target = farm.targets.get(build.target);
  if (target === undefined) return;
  const requirements = needs.map(({ requirement }) => requirement);
  const wheels = await findRequirementWheels(farm.catalogue, { target, requirements });
  // A build requirement that only an upstream sdist has would become a child build here.
  const unmet = needs.find(({ requirement }) => {
    const project = parseRequirement(requirement)?.project.replaceAll('-', '_');
    return !wheels.some(
      ({ filename }) => filename.split('-')[0]?.toLowerCase().replaceAll(/[-.]/g, '_') === project,
    );
  });
  if (unmet === undefined && build.attempts < mostAttempts) {
    const to = { name: 'queued', attempt: null } as const;
    await farm.catalogue.moveBuild(build.id, { from: build.state.name, to, at: farm.clock() });
    return;
  }
  const { requirement, available } = unmet ?? needs[0] ?? { requirement: 'unknown', available: null };
  await failBuild(farm, { build, failure: { kind: 'unmet-requirement', requirement, available } });
}
