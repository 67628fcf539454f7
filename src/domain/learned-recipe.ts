import type { BuildId } from './build-state.ts';
import type { FoundPackage } from './found-package.ts';
import type { ProjectName, Version } from './release.ts';
import type { TargetName } from './target.ts';

/** The OS packages that made a project's builds pass on a target without a recipe that names them. None: it needs none. */
export type LearnedRecipe = {
  readonly project: ProjectName;
  readonly target: TargetName;
  readonly packages: readonly LearnedPackage[];
  /** Build requirements (PEP 508) that it does not name and needs all the same. */
  readonly extraRequires: readonly string[];
  /** Projects whose version that is there does, though a bound says otherwise. */
  readonly loosened: readonly ProjectName[];
  /** Releases that it was seen to work for: the lowest and the highest. */
  readonly versions: { readonly lowest: Version; readonly highest: Version };
  /** The newest build that passed with it, and after how many attempts. */
  readonly build: BuildId;
  readonly attempts: number;
  readonly learnedAt: number;
};

export type LearnedPackage = Pick<FoundPackage, 'package' | 'wants'>;

/** What a build that passed teaches: the packages that it was given, less those of which it opened nothing. */
export function learnFrom(passed: {
  readonly found: readonly FoundPackage[];
  /** Null when nobody watched: then all of them stay. */
  readonly opened: readonly string[] | null;
}): readonly LearnedPackage[] {
  const { found, opened } = passed;
  return found
    .filter((each) => opened === null || opened.includes(each.package))
    .map(({ package: name, wants }) => ({ package: name, wants }));
}
