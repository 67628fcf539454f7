import { compareBuildTags } from '../domain/build-tag.ts';
import type { CampaignId } from '../domain/campaign.ts';
import type { PlannedWheel } from '../domain/plan.ts';
import type { ProjectName } from '../domain/release.ts';
import { compareVersions, fitsSpecifier } from '../domain/release.ts';
import { meetsRequirement, parseRequirement, specifiersByProject } from '../domain/requirement.ts';
import type { Target } from '../domain/target.ts';
import type { IndexTree } from '../domain/index-tree.ts';
import { nodesForBuild } from '../domain/index-view.ts';
import type { Catalogue } from './catalogue-port.ts';
import type { IndexFile } from './records.ts';

/** Requirements of requirements are followed this far; a project's own tree of build tools is far smaller. */
const mostWheels = 100;

/**
 * Wheels that the farm has built for a target and that meet build requirements (PEP 508), with what they require in turn.
 * One that is asked for several times must fit each time. What the farm has no wheel for is left to the distribution's
 * packages in the build image; which of both met a requirement comes back as evidence. Markers are not evaluated: the
 * sandbox takes only what its environment asks for.
 */
export async function findRequirementWheels(
  { catalogue, indexes }: { readonly catalogue: Catalogue; readonly indexes: IndexTree },
  wanted: {
    readonly target: Target;
    readonly requirements: readonly string[];
    /** A build of this campaign sees what that holds; null: only what everybody sees. */
    readonly campaign: CampaignId | null;
  },
): Promise<ReadonlyMap<ProjectName, PlannedWheel>> {
  const chosen = new Map<ProjectName, PlannedWheel>();
  const specifiers = specifiersByProject(wanted.requirements);
  const open = [...wanted.requirements];
  for (let text = open.shift(); text !== undefined && chosen.size < mostWheels; text = open.shift()) {
    const requirement = parseRequirement(text);
    if (requirement === null || chosen.has(requirement.project) || requirement.marker.includes('extra'))
      continue;
    const { project } = requirement;
    const nodes = nodesForBuild(indexes, { target: wanted.target.name, project });
    const held =
      wanted.campaign === null ? [] : await catalogue.listHeldFiles(wanted.campaign, { nodes, project });
    const best = [...(await catalogue.listFiles({ nodes, project })), ...held]
      .filter(isBuiltHere)
      .filter(
        (file) =>
          meetsRequirement(file.version, requirement) &&
          fitsSpecifier(file.version, specifiers.get(project) ?? '') &&
          fitsPython(file, wanted.target),
      )
      .toSorted(
        (one, other) =>
          compareVersions(other.version, one.version) || compareBuildTags(other.filename, one.filename),
      )[0];
    if (best === undefined) continue;
    const { filename, sha256, sizeBytes } = best;
    chosen.set(requirement.project, { filename, sha256, sizeBytes });
    open.push(...((await catalogue.findWheel(sha256))?.requiresDist ?? []));
  }
  return chosen;
}

/** What was uploaded ready-made, or taken back, is no part of a build from source. */
const isBuiltHere = (file: IndexFile): boolean => file.build !== null && file.yanked === null;

const fitsPython = (file: IndexFile, target: Target): boolean =>
  fitsSpecifier(`${target.pythonVersion}.99`, file.requiresPython ?? '');

/** Whether one of the wheels is of the required project; those that do not fit were not chosen. */
export function isAmong(wheels: ReadonlyMap<ProjectName, PlannedWheel>, requirement: string): boolean {
  const project = parseRequirement(requirement)?.project;
  return project !== undefined && wheels.has(project);
}
