import { compareBuildTags } from '../domain/build-tag.ts';
import type { IndexTree } from '../domain/index-tree.ts';
import { nodesFor } from '../domain/index-view.ts';
import { compareVersions, fitsSpecifier, type ProjectName } from '../domain/release.ts';
import { meetsRequirement, parseRequirement, type Requirement } from '../domain/requirement.ts';
import type { Target } from '../domain/target.ts';
import { parseWheelFilename } from '../domain/wheel-filename.ts';
import { tagFitsTarget } from '../domain/wheel.ts';
import type { Catalogue } from './catalogue-port.ts';
import type { IndexFile } from './records.ts';

/** What wheels want of the OS on a target. */
export type RuntimePackages = {
  /** Each OS package with the files that link a library of it, sorted. */
  readonly osPackages: ReadonlyMap<string, readonly string[]>;
  readonly files: readonly string[];
  /** Projects that were asked for and that the index has no fitting wheel of. */
  readonly missing: readonly string[];
  /** Files whose libraries nobody has looked up: they were not built here and have machine code. */
  readonly unknown: readonly string[];
};

/** Requirements of requirements are followed this far. */
const mostFiles = 1_000;

/**
 * The OS packages that the wheels of requirements link, with those of what they require, as it was seen when each was
 * verified. Chosen as installers do, the newest that fits, but without going back on a choice; markers are not evaluated, so
 * a package too many may be named, and what only a marker's requirement lacks is not missed.
 */
export async function findRuntimePackages(
  farm: { readonly catalogue: Catalogue; readonly indexes: IndexTree },
  wanted: { readonly node: string; readonly target: Target; readonly requirements: readonly Requirement[] },
): Promise<RuntimePackages> {
  const osPackages = new Map<string, string[]>();
  const chosen = new Map<ProjectName, string>();
  const missing: string[] = [];
  const unknown: string[] = [];
  const open = wanted.requirements.map((requirement) => ({ requirement, isAsked: true }));
  for (let next = open.shift(); next !== undefined && chosen.size < mostFiles; next = open.shift()) {
    const { requirement, isAsked } = next;
    if (chosen.has(requirement.project) || requirement.marker.includes('extra')) continue;
    const file = await chooseFile(farm, { ...wanted, requirement });
    if (file === null) {
      if (isAsked && requirement.marker === '')
        missing.push(`${requirement.project}${requirement.specifier}`);
      continue;
    }
    chosen.set(requirement.project, file.filename);
    const wheel = await farm.catalogue.findWheel(file.sha256);
    if (file.build !== null) {
      for (const name of await linkedPackages(farm.catalogue, file.build))
        osPackages.set(name, [...(osPackages.get(name) ?? []), file.filename]);
    } else if (wheel !== null && wheel.extensions.length > 0) unknown.push(file.filename);
    for (const text of wheel?.requiresDist ?? []) {
      const required = parseRequirement(text);
      if (required !== null) open.push({ requirement: required, isAsked: false });
    }
  }
  return {
    osPackages: new Map([...osPackages].sort(([one], [other]) => (one < other ? -1 : 1))),
    files: [...chosen.values()],
    missing,
    unknown,
  };
}

async function chooseFile(
  { catalogue, indexes }: { readonly catalogue: Catalogue; readonly indexes: IndexTree },
  wanted: { readonly node: string; readonly target: Target; readonly requirement: Requirement },
): Promise<IndexFile | null> {
  const { node, target, requirement } = wanted;
  const { project } = requirement;
  const files = await catalogue.listFiles({ nodes: nodesFor(indexes, { node, project }), project });
  const fitting = files.filter(
    (file) => file.yanked === null && meetsRequirement(file.version, requirement) && fitsTarget(file, target),
  );
  const [best] = fitting.toSorted(
    (one, other) =>
      compareVersions(other.version, one.version) || compareBuildTags(other.filename, one.filename),
  );
  return best ?? null;
}

function fitsTarget({ filename, requiresPython }: IndexFile, target: Target): boolean {
  const parsed = parseWheelFilename(filename);
  return (
    parsed.ok &&
    parsed.value.tags.some((tag) => tagFitsTarget(tag, target)) &&
    fitsSpecifier(`${target.pythonVersion}.99`, requiresPython ?? '')
  );
}

/** OS packages of the libraries that the newest verified attempt of a build saw. */
async function linkedPackages(
  catalogue: Catalogue,
  build: NonNullable<IndexFile['build']>,
): Promise<readonly string[]> {
  const attempts = await catalogue.listAttempts(build);
  const verified = attempts.findLast(({ outcome }) => outcome?.kind === 'verified')?.outcome;
  return verified?.kind === 'verified' ? [...new Set(Object.values(verified.evidence.linkedLibraries))] : [];
}
