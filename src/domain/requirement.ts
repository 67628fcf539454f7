import { fitsSpecifier, parseProjectName, type ProjectName } from './release.ts';

/** A dependency as PEP 508 writes it, as far as choosing a wheel needs it. */
export type Requirement = {
  readonly project: ProjectName;
  /** PEP 440 specifier set; empty: any version. */
  readonly specifier: string;
  /** The environment marker, not evaluated here; empty: always. */
  readonly marker: string;
};

const pattern = /^\s*([A-Za-z0-9][A-Za-z0-9._-]*)\s*(?:\[[^\]]*\])?\s*([^;@]*?)\s*(?:;\s*(.*))?$/;

/** Null for what is not of the form `name[extras] specifier ; marker`, among it direct references (`name @ url`). */
export function parseRequirement(text: string): Requirement | null {
  const found = text.length > 4096 ? null : pattern.exec(text);
  if (found === null) return null;
  const [, name = '', specifier = '', marker = ''] = found;
  const project = parseProjectName(name);
  if (!project.ok) return null;
  return {
    project: project.value,
    specifier: specifier.replaceAll(/^\(|\)$/g, '').trim(),
    marker: marker.trim(),
  };
}

export const meetsRequirement = (version: string, requirement: Requirement): boolean =>
  fitsSpecifier(version, requirement.specifier);

/** What each project must fit in all: `a>=1` and `a<3` are `>=1,<3`. One with a marker may not hold, and is left out. */
export function specifiersByProject(requirements: readonly string[]): ReadonlyMap<ProjectName, string> {
  const specifiers = new Map<ProjectName, string>();
  for (const text of new Set(requirements)) {
    const requirement = parseRequirement(text);
    if (requirement === null || requirement.specifier === '' || requirement.marker !== '') continue;
    const before = specifiers.get(requirement.project);
    const { project, specifier } = requirement;
    specifiers.set(project, before === undefined ? specifier : `${before},${specifier}`);
  }
  return specifiers;
}
