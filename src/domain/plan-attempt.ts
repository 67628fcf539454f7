import type { FoundPackage } from './found-package.ts';
import type { Limits } from './limits.ts';
import type { AttemptId, BuildPlan, FileIndexPlan, PlannedWheel, RefreshPlan, VerifyPlan } from './plan.ts';
import { applyRecipe, noRecipe, type AppliedRecipe, type Recipe } from './recipe.ts';
import type { ProjectName, Release } from './release.ts';
import type { Sdist } from './sdist.ts';
import type { Target } from './target.ts';
import type { WheelFacts } from './wheel.ts';

const mostImports = 50;
const longestVerification = 5 * 60;

/** sdist + recipe + target + wheels for its build requirements -> plan. */
export function planBuild(given: {
  readonly attempt: AttemptId;
  readonly sdist: Sdist;
  readonly target: Target;
  readonly recipe: Recipe | null;
  readonly wheels: readonly PlannedWheel[];
  /** OS packages that the farm adds to those of the recipe. */
  readonly found: readonly FoundPackage[];
  readonly extraRequires: readonly string[];
  readonly loosened: readonly ProjectName[];
  readonly limits: Limits;
  /** Goes before what `limits` and the recipe say. */
  readonly memoryBytes: number;
  readonly revision: number | null;
}): BuildPlan {
  const { attempt, sdist, target, wheels } = given;
  const recipe = appliedTo(given.recipe, { target, release: sdist.release });
  const found = given.found.filter(
    ({ package: name }, index) =>
      !recipe.osPackages.includes(name) && given.found.findIndex((other) => other.package === name) === index,
  );
  const osPackages = [...new Set([...recipe.osPackages, ...found.map(({ package: name }) => name)])].sort();
  return {
    kind: 'build',
    attempt,
    release: sdist.release,
    sdist,
    image: { target, flavour: 'build', osPackages, ...revised(given.revision) },
    found,
    wheels,
    extraRequires: given.extraRequires,
    loosened: given.loosened,
    environment: recipe.environment,
    configSettings: recipe.configSettings,
    patches: recipe.patches,
    limits: { ...given.limits, ...recipe.limits, memoryBytes: given.memoryBytes },
  };
}

/** target -> plan of its file index, which stands among the attempts of `release`'s build. */
export const planFileIndex = (given: {
  readonly attempt: AttemptId;
  readonly release: Release;
  readonly target: Target;
  readonly revision: number | null;
}): FileIndexPlan => ({
  kind: 'file-index',
  attempt: given.attempt,
  release: given.release,
  image: { target: given.target, flavour: 'build', osPackages: [], ...revised(given.revision) },
});

/** target + the refresh's number -> plan of its images. */
export function planRefresh(given: {
  readonly attempt: AttemptId;
  readonly target: Target;
  readonly revision: number;
}): RefreshPlan {
  const { attempt, target, revision } = given;
  const image = { target, osPackages: [], revision };
  return {
    kind: 'refresh',
    attempt,
    image: { ...image, flavour: 'build' },
    runtime: { ...image, flavour: 'runtime' },
  };
}

/** wheel + the OS packages of what it links -> plan. */
export function planVerification(given: {
  readonly attempt: AttemptId;
  readonly target: Target;
  readonly recipe: Recipe | null;
  readonly wheel: WheelFacts;
  readonly linkedLibraries: Readonly<Record<string, string>>;
  readonly limits: Limits;
  readonly revision: number | null;
}): VerifyPlan {
  const { attempt, target, wheel } = given;
  const recipe = appliedTo(given.recipe, { target, release: wheel.release });
  const limits = { ...given.limits, ...recipe.limits };
  const { filename, sha256, sizeBytes } = wheel;
  return {
    kind: 'verify',
    attempt,
    release: wheel.release,
    wheel: { filename, sha256, sizeBytes },
    image: {
      target,
      flavour: 'runtime',
      osPackages: [...new Set(Object.values(given.linkedLibraries))].sort(),
      ...revised(given.revision),
    },
    imports: (recipe.smokeImports.length > 0 ? recipe.smokeImports : wheel.importNames).slice(0, mostImports),
    limits: {
      ...limits,
      wallSeconds: Math.min(limits.wallSeconds, longestVerification),
      silenceSeconds: Math.min(limits.silenceSeconds, longestVerification),
    },
  };
}

const revised = (revision: number | null): { readonly revision?: number } =>
  revision === null ? {} : { revision };

const appliedTo = (recipe: Recipe | null, to: { target: Target; release: Release }): AppliedRecipe =>
  recipe === null ? noRecipe : applyRecipe(recipe, { target: to.target, version: to.release.version });
