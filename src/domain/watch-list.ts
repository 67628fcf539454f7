import { compareVersions, fitsSpecifier, isPreRelease, type ProjectName, type Version } from './release.ts';

/** What a team wants built as soon as an upstream shows it. */
export type WatchList = {
  readonly name: string;
  readonly projects: ReadonlyMap<ProjectName, VersionRule>;
  /** Names of targets; `all`: every one on offer. */
  readonly targets: 'all' | readonly string[];
  readonly priority: number;
};

export type VersionRule = {
  readonly kind: 'newest' | 'specifier';
  /** How many of the newest; with a specifier, at most that many of those that fit. */
  readonly count: number;
  /** PEP 440 specifier set; empty: any version. */
  readonly specifier: string;
  readonly preReleases: boolean;
};

/** A specifier that fits everything must not build the history of a project that releases every night. */
export const mostVersions = 50;

type Listed = { readonly version: Version; readonly isYanked: boolean };

/** The versions that a rule means, newest first. What was yanked is meant by none. */
export function chooseVersions(releases: readonly Listed[], rule: VersionRule): readonly Version[] {
  const standing = releases.filter(
    ({ version, isYanked }) => !isYanked && fitsSpecifier(version, rule.specifier),
  );
  const versions = [...new Set(standing.map(({ version }) => version))].toSorted(
    (one, other) => -compareVersions(one, other),
  );
  const wanted = rule.preReleases ? versions : versions.filter((version) => !isPreRelease(version));
  return wanted.slice(0, rule.count);
}

/** The same text for lists that want the same of a project: another text means that it must be looked at anew. */
export const renderRules = (project: ProjectName, lists: readonly WatchList[]): string =>
  JSON.stringify(
    lists.flatMap(({ name, projects, targets, priority }) => {
      const rule = projects.get(project);
      return rule === undefined ? [] : [[name, rule, targets, priority]];
    }),
  );
