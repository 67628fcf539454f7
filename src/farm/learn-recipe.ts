import { learnFrom, type LearnedPackage } from '../domain/learned-recipe.ts';
import { compareVersions } from '../domain/release.ts';
import type { Sdist } from '../domain/sdist.ts';
import type { Sha256 } from '../domain/sha256.ts';
import { isBuildAttempt, listPresentTry } from './next-step.ts';
import type { Build } from './records.ts';
import type { SchedulerPorts } from './scheduler-ports.ts';

/** Keeps which OS packages made a build pass, for the next version and the sister targets. Where nothing was in question, nothing is learned. */
export async function learnRecipe(
  farm: SchedulerPorts,
  passed: { readonly build: Build; readonly sdist: Sdist; readonly wheel: Sha256 },
): Promise<void> {
  const { build, sdist, wheel } = passed;
  const attempts = (await listPresentTry(farm.catalogue, build)).filter(isBuildAttempt);
  const made = attempts.findLast(
    ({ outcome }) => outcome?.kind === 'built' && outcome.wheel.sha256 === wheel,
  );
  if (made?.outcome === undefined || made.outcome === null) return;
  const { found, extraRequires, loosened } = made.plan;
  const inQuestion = found.length + extraRequires.length + loosened.length + sdist.facts.hints.length;
  if (inQuestion === 0) return;
  const packages = learnFrom({ found, opened: made.outcome.evidence.openedPackages });
  const { project, version } = build.release;
  const known = (await farm.catalogue.listLearnedRecipesOf(project)).find(
    ({ target }) => target === build.target,
  );
  const isSame = known !== undefined && namesOf(known.packages) === namesOf(packages);
  const [lowest = version, highest = version] = isSame
    ? widen([known.versions.lowest, known.versions.highest, version])
    : [];
  await farm.catalogue.keepLearnedRecipe({
    project,
    target: build.target,
    packages,
    extraRequires,
    loosened,
    versions: { lowest, highest },
    build: build.id,
    attempts: attempts.length,
    learnedAt: farm.clock(),
  });
}

const namesOf = (packages: readonly LearnedPackage[]): string =>
  packages
    .map(({ package: name }) => name)
    .sort()
    .join(' ');

function widen(versions: readonly Sdist['release']['version'][]): readonly Sdist['release']['version'][] {
  const sorted = versions.toSorted(compareVersions);
  return [sorted.at(0), sorted.at(-1)].filter((version) => version !== undefined);
}
