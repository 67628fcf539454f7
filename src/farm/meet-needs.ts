import type { UnmetRequirement } from '../domain/outcome.ts';
import type { BuildPlan, PlannedWheel } from '../domain/plan.ts';
import type { ProjectName } from '../domain/release.ts';
import { parseRequirement, specifiersByProject } from '../domain/requirement.ts';
import { parseWheelFilename } from '../domain/wheel-filename.ts';
import { buildRequirements } from './build-requirements.ts';
import { failBuild } from './fail-build.ts';
import { findDistributionPackages } from './find-distribution-packages.ts';
import { findHolder } from './find-holder.ts';
import { findRequirementWheels } from './find-requirement-wheels.ts';
import { knownRequirements } from './known-requirements.ts';
import { queueAgain } from './queue-again.ts';
import type { Build } from './records.ts';
import type { SchedulerPorts } from './scheduler-ports.ts';

/** Planning a build again and again must end; each round lays in at least one more requirement. */
const mostAttempts = 20;

/**
 * Meets what a build's last attempt came back for: by a wheel that the farm has, by the distribution's own package, by
 * another build that it waits for. Then it is planned again; or it fails, because one thing is not to be had.
 */
export async function meetNeeds(farm: SchedulerPorts, build: Build): Promise<void> {
  const target = farm.targets.get(build.target);
  const sdist = await farm.catalogue.findSdist(build.sdist);
  const attempts = await farm.catalogue.listAttempts(build.id);
  const last = attempts.findLast(({ plan: { kind } }) => kind === 'build');
  if (target === undefined || sdist === null || last?.plan.kind !== 'build') return queueAgain(farm, build);
  const { plan } = last;
  const needs = last.outcome?.kind === 'needs' ? last.outcome.requirements : [];
  const known = knownRequirements(sdist, attempts);
  const campaign = await findHolder(farm.catalogue, build.id);
  const wheels = await findRequirementWheels(farm, { target, requirements: known.all, campaign });
  const withoutWheel = needs.filter((need) => !isMetByWheel(need, { plan, wheels }));
  const { found, rest } = await findDistributionPackages(farm, { target, needs: withoutWheel });
  // What is installed and asked for again has another version than its package says.
  const useless = found.filter(({ package: name }) => plan.image.osPackages.includes(name));
  const lacking = [
    ...rest,
    ...withoutWheel.filter((need) => useless.some(({ wants }) => wants.name === projectOf(need))),
  ];
  const isWorthMore = build.attempts - build.earlierAttempts < mostAttempts;
  const [first] = isWorthMore ? lacking : needs;
  if (first === undefined) return queueAgain(farm, build);
  if (!isWorthMore) return failBuild(farm, { build, failure: { kind: 'unmet-requirement', ...first } });
  const specifiers = specifiersByProject(known.all);
  farm.errands.run(`requirements of ${build.id}`, () =>
    buildRequirements(farm, {
      build,
      target,
      lacking,
      specifiers,
      attempts,
      requiresDist: sdist.facts.requiresDist,
    }),
  );
}

const projectOf = ({ requirement }: UnmetRequirement): ProjectName | null =>
  parseRequirement(requirement)?.project ?? null;

/** Whether the next attempt lays in another wheel than the last one did; also none, when the farm's own stood in the way. */
function isMetByWheel(
  need: UnmetRequirement,
  choice: { readonly plan: BuildPlan; readonly wheels: ReadonlyMap<ProjectName, PlannedWheel> },
): boolean {
  const project = projectOf(need);
  if (project === null) return false;
  const before = choice.plan.wheels.find(({ filename }) => {
    const parsed = parseWheelFilename(filename);
    return parsed.ok && parsed.value.release.project === project;
  });
  return choice.wheels.get(project)?.sha256 !== before?.sha256;
}
