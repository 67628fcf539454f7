import type { Failure } from './failure.ts';
import { missingOf, renderMissing } from './missing.ts';

/** What the farm knows beyond a failure itself. */
export type FailureKnowledge = {
  /** `debian-12`: whose packages were looked at. */
  readonly system: string;
  /** Its packages that provide what is missing, the likeliest first; null: there is no index of its files yet. */
  readonly providers: readonly string[] | null;
  /** OS packages that were in the image of the last attempt beyond the plain one. */
  readonly tried: readonly string[];
};

const recipeLimit = (name: string): string => `a recipe with limits.${name}`;

/** What would make the build pass, in one sentence. Whoever has to act reads it first. */
export function whatWouldHelp(failure: Failure, known: FailureKnowledge): string {
  switch (failure.kind) {
    case 'missing-header':
    case 'missing-library':
    case 'missing-pkg-config':
    case 'missing-program':
    case 'missing-cmake-package':
    case 'missing-python-module':
    case 'missing-dependency':
      return helpWithMissing(failure, known);
    case 'removed-module':
      return `a version of the project, or a patch, that does without ${failure.module}; or a target with an older Python`;
    case 'python-too-old':
      return `a target with a newer Python${failure.wanted === null ? '' : ` (${failure.wanted})`}, or an older version of the project`;
    case 'python-too-new':
      return 'a newer version of the project, or a target with an older Python';
    case 'backend-too-old':
      return 'a newer build backend: upload the sdist of one, so that the farm builds it first; or a patch of its configuration';
    case 'needs-git-metadata':
      return 'a recipe that sets the version through environment (SETUPTOOLS_SCM_PRETEND_VERSION or the like), or a proper sdist';
    case 'compile-error':
    case 'link-error':
      return 'another version of the project, or a patch in its recipe';
    case 'needs-network':
      return 'a recipe that gives it from the system what it downloads, or a patch that takes the download out';
    case 'read-only-path':
      return 'a recipe that points it into its own folders through environment, or a patch';
    case 'broken-metadata':
      return 'a patch in its recipe, or another version of the project';
    case 'backend-error':
    case 'unknown':
      return 'somebody who reads the log; then a recipe, a patch, or another version of the project';
    case 'patch-failed':
      return `a patch that fits this version, or versions in the recipe that keep ${failure.patch} away from it`;
    case 'unmet-requirement':
      return failure.available === null
        ? 'an upstream index that has it, or upload its sdist'
        : `a version that fits: upload its sdist, or a patch of the bound (the target has ${failure.available})`;
    case 'requirement-failed':
      return `whatever mends build ${failure.build}: wheelyard show ${failure.build}`;
    case 'requirement-cycle':
      return "one of them from elsewhere: the distribution's package in the recipe, or a version that does not ask for the other";
    case 'no-such-os-package':
      return `a recipe whose packages ${known.system} has`;
    case 'os-package-conflict':
      return 'a recipe that names those of the packages that go together';
    case 'out-of-memory':
      return `${recipeLimit('memory')}, or a host with more`;
    case 'out-of-disk':
      return `${recipeLimit('disk')}, or a host with more memory, where the scratch space lies`;
    case 'too-many-processes':
      return `${recipeLimit('processes')}, or fewer jobs at a time through environment`;
    case 'timeout':
      return `${recipeLimit('wall')}, or a faster host`;
    case 'silence':
      return `${recipeLimit('silence')}, if it is at work and does not wait for input`;
    case 'no-wheel':
    case 'several-wheels':
    case 'bad-wheel':
      return 'another version of its build backend, or a patch: the build itself made no proper wheel';
    case 'wrong-name':
    case 'wrong-version':
      return 'a patch, or environment in its recipe, that makes the wheel bear what its sdist says';
    case 'wrong-tag':
      return "a recipe that switches the build's own repair or tagging of the wheel off";
    case 'unresolved-library':
      return `a recipe with the package of ${known.system} that has ${failure.soname}, or a patch that links the system's library`;
    case 'import-failed':
      return 'a patch, or smoke-imports in its recipe that leave out what can not be imported by itself';
    case 'bad-protocol':
      return 'those who run the farm: a build forged what only its driver says, or the driver was ended';
    case 'file-name-taken':
      return 'a wheel without a signed RECORD, or a version of the project that was not published before';
    case 'no-file-index':
      return "a package mirror that the workers' images reach";
    case 'worker-lost':
      return "a look at the workers' hosts (memory for all slots?), then a retry";
  }
}

const mostNamed = 3;

function helpWithMissing(failure: Failure, { system, providers, tried }: FailureKnowledge): string {
  const wanted = missingOf(failure).map(renderMissing).join(', ');
  if (providers === null) {
    return `a recipe with the package that has ${wanted}, or a patch: there is no index of ${system}'s files yet`;
  }
  const untried = providers.filter((name) => !tried.includes(name));
  if (untried.length > 0) {
    return `${listed(untried)} of ${system} ${untried.length === 1 ? 'has' : 'have'} ${wanted}: a recipe that names it, or a retry`;
  }
  return providers.length > 0
    ? `a patch: ${listed(providers)} of ${system}, which ${providers.length === 1 ? 'has' : 'have'} ${wanted}, did not help`
    : `no package of ${system} has ${wanted} in its index: a recipe with the right package, or a patch`;
}

const listed = (names: readonly string[]): string =>
  names.slice(0, mostNamed).join(', ') +
  (names.length > mostNamed ? ` and ${names.length - mostNamed} more` : '');
