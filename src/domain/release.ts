import { compare, explain, satisfies, valid, validRange } from '@renovatebot/pep440';
import { bad, ok, type Result } from './result.ts';

/** A project name normalised as PEP 503: lower case, runs of `-`, `_`, `.` are one `-`. */
export type ProjectName = string & { readonly brand: 'ProjectName' };

/** A version normalised as PEP 440. */
export type Version = string & { readonly brand: 'Version' };

/** One version of one project, e.g. lxml 5.3.0. */
export type Release = { readonly project: ProjectName; readonly version: Version };

const longestName = 128;
const longestVersion = 64;
const projectNamePattern = /^([a-z0-9]|[a-z0-9][a-z0-9._-]*[a-z0-9])$/i;

/** Source: https://packaging.python.org/en/latest/specifications/name-normalization/ */
export function parseProjectName(text: string): Result<ProjectName, string> {
  if (text.length > longestName || !projectNamePattern.test(text)) {
    return bad(`${JSON.stringify(text.slice(0, longestName))} is not a project name (PEP 508)`);
  }
  return ok(text.toLowerCase().replaceAll(/[-_.]+/g, '-') as ProjectName);
}

/** Normalises every spelling that PEP 440 allows: `1.0-RC1` becomes `1.0rc1`. */
export function parseVersion(text: string): Result<Version, string> {
  const parts = text.length <= longestVersion ? explain(text) : null;
  if (!parts) return bad(`${JSON.stringify(text.slice(0, longestVersion))} is not a version (PEP 440)`);
  return ok((parts.local ? `${parts.public}+${parts.local}` : parts.public) as Version);
}

/** Reads `project==version`. */
export function parseReleaseSpecifier(text: string): Result<Release, string> {
  const [left, right, rest] = text.split('==');
  if (left === undefined || right === undefined || rest !== undefined) {
    return bad(`${JSON.stringify(text)} is not of the form project==version`);
  }
  const project = parseProjectName(left.trim());
  if (!project.ok) return project;
  const version = parseVersion(right.trim());
  return version.ok ? ok({ project: project.value, version: version.value }) : version;
}

/** Versions that differ only in writing (`1.0` and `1.0.0`) are the same. */
export const sameVersion = (one: string, other: string): boolean =>
  valid(one) !== null && valid(other) !== null && compare(one, other) === 0;

/** Orders old before new: negative when `one` is older. */
export const compareVersions = (one: string, other: string): number =>
  plainVersion.test(one) && plainVersion.test(other) ? comparePlain(one, other) : compare(one, other);

const plainVersion = /^\d{1,9}(?:\.\d{1,9}){0,9}$/;

/** Most versions are numbers and dots; reading them by all of PEP 440 takes ten times as long, and pages have thousands. */
function comparePlain(one: string, other: string): number {
  const [left, right] = [one.split('.'), other.split('.')];
  for (let place = 0; place < Math.max(left.length, right.length); place++) {
    const difference = Number(left[place] ?? 0) - Number(right[place] ?? 0);
    if (difference !== 0) return Math.sign(difference);
  }
  return 0;
}

/** Whether a version fits a PEP 440 specifier set (`>=3.9,!=3.10.*`). An unreadable specifier fits nothing. */
export function fitsSpecifier(version: string, specifier: string): boolean {
  return specifier.trim() === '' || satisfies(version, specifier, { prereleases: true });
}

/** `1.0rc1`, `2.0.dev3`. Nobody gets one who did not ask for it. */
export const isPreRelease = (version: string): boolean => explain(version)?.is_prerelease === true;

/** Whether a text is a PEP 440 specifier set. */
export const isSpecifier = (text: string): boolean => text.length <= 500 && validRange(text);

export const renderRelease = (release: Release): string => `${release.project} ${release.version}`;
