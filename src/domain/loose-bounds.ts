import type { UnmetRequirement } from './outcome.ts';
import type { ProjectName } from './release.ts';
import { parseRequirement } from './requirement.ts';

/**
 * Whether a build may try a build requirement in the version that is there, though its bound says otherwise: when no
 * version that fits is to be had anywhere. Distributions build like that as a rule; a bound is often only what its author
 * had at hand. Never for what the wheel needs at run time as well: what it was compiled against would not be what it
 * is run with. The build may still fail for it, and its wheel says so if it does not.
 */
export function mayLoosen(
  need: UnmetRequirement,
  requiresDist: readonly string[],
): { readonly project: ProjectName } | null {
  const project = parseRequirement(need.requirement)?.project;
  if (project === undefined || need.available === null) return null;
  return isRequiredAtRunTime(project, requiresDist) ? null : { project };
}

export const isRequiredAtRunTime = (project: ProjectName, requiresDist: readonly string[]): boolean =>
  requiresDist.some((text) => parseRequirement(text)?.project === project);
