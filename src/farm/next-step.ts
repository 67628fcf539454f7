import { choosePackages, couldBeMended, type Try } from '../domain/choose-packages.ts';
import type { FoundPackage } from '../domain/found-package.ts';
import { missingOf } from '../domain/missing.ts';
import type { Outcome } from '../domain/outcome.ts';
import type { BuildPlan } from '../domain/plan.ts';
import type { Sdist } from '../domain/sdist.ts';
import type { Target } from '../domain/target.ts';
import { namesSystemPackages } from '../domain/recipe.ts';
import type { Catalogue } from './catalogue-port.ts';
import { isWorthAsking } from './extra-requirements.ts';
import { hasMoreMemory } from './more-memory.ts';
import { knowPackages, translateLearned } from './know-packages.ts';
import { isIndexResting } from './order-file-index.ts';
import type { Attempt, Build } from './records.ts';
import type { SchedulerPorts } from './scheduler-ports.ts';

/** What follows in a build's present try. */
export type NextStep =
  | { readonly kind: 'build'; readonly found: readonly FoundPackage[] }
  /** The target's file index has to be made first. */
  | { readonly kind: 'file-index' }
  /** Nothing is left to try. */
  | { readonly kind: 'end' };

export type Subject = { readonly build: Build; readonly sdist: Sdist; readonly target: Target };

/** The search for OS packages must end. */
const mostTries = 12;
const longestSearchMilliseconds = 4 * 60 * 60 * 1000;

/** Attempts since the build was last asked for. */
export async function listPresentTry(catalogue: Catalogue, build: Build): Promise<readonly Attempt[]> {
  if (build.attempts === build.earlierAttempts) return [];
  return (await catalogue.listAttempts(build.id)).slice(build.earlierAttempts);
}

/** Decides which OS packages the next attempt gets, from the attempts so far and what is known of the target. */
export async function findNextStep(farm: SchedulerPorts, subject: Subject): Promise<NextStep> {
  const attempts = await listPresentTry(farm.catalogue, subject.build);
  const { project } = subject.build.release;
  const isIndexed =
    (await hasFreshIndex(farm.catalogue, subject.target)) ||
    (await isIndexResting(farm, subject.target.name)) ||
    // It could not be made: the search goes on without.
    attempts.some(({ plan }) => plan.kind === 'file-index');
  const builds = attempts.filter(isBuildAttempt);
  const last = builds.at(-1);
  if (last === undefined) return findFirstStep(farm, { ...subject, isIndexed });
  if (last.outcome === null) return { kind: 'build', found: last.plan.found };
  if (last.outcome.kind === 'needs') {
    const isUnknown = last.outcome.requirements.some(({ available }) => available === null);
    return isUnknown && !isIndexed ? { kind: 'file-index' } : { kind: 'build', found: last.plan.found };
  }
  if (last.outcome.kind === 'failed') {
    const { failure } = last.outcome;
    const isMendedOtherwise =
      isWorthAsking({ plan: last.plan, failure }, project) ||
      (await hasMoreMemory(farm, { build: subject.build, attempt: last, failure }));
    if (isMendedOtherwise) return { kind: 'build', found: last.plan.found };
  }
  const tries = builds.flatMap(asTry);
  const newest = tries.at(-1);
  if (newest === undefined || !couldBeMended(newest) || isTooMuch(tries.length, attempts))
    return { kind: 'end' };
  if (!isIndexed) return { kind: 'file-index' };
  const missing = tries.flatMap((each) => [
    ...(each.failure === null ? [] : missingOf(each.failure)),
    ...each.missing,
    ...each.found.map(({ wants }) => wants),
  ]);
  const knowledge = await knowPackages(farm.catalogue, { ...subject, missing });
  const found = choosePackages(tries, knowledge);
  return found === null ? { kind: 'end' } : { kind: 'build', found };
}

/** What is known before anything was run: a person's recipe, else what was learned, else what the archive hints at. */
async function findFirstStep(
  farm: SchedulerPorts,
  subject: Subject & { readonly isIndexed: boolean },
): Promise<NextStep> {
  const { sdist, target, isIndexed } = subject;
  const recipe = farm.recipes.get(sdist.release.project);
  if (recipe !== undefined && namesSystemPackages(recipe, target)) return { kind: 'build', found: [] };
  const learned = await farm.catalogue.listLearnedRecipesOf(sdist.release.project);
  const here = learned.find((each) => each.target === target.name);
  if (here !== undefined) {
    const found = here.packages.map((each): FoundPackage => ({ ...each, because: 'learned' }));
    return { kind: 'build', found };
  }
  const sister = learned
    .filter((each) => farm.targets.get(each.target)?.family === target.family)
    .toSorted((one, other) => other.learnedAt - one.learnedAt)[0];
  if (sister === undefined && sdist.facts.hints.length === 0) return { kind: 'build', found: [] };
  if (sister?.packages.length === 0) return { kind: 'build', found: [] };
  if (!isIndexed) return { kind: 'file-index' };
  if (sister !== undefined) {
    const { packages } = sister;
    return { kind: 'build', found: await translateLearned(farm.catalogue, { packages, sdist, target }) };
  }
  const { hinted } = await knowPackages(farm.catalogue, { ...subject, missing: [] });
  return { kind: 'build', found: hinted };
}

/** An index is as old as the image that it was made for. */
async function hasFreshIndex(catalogue: Catalogue, target: Target): Promise<boolean> {
  const index = await catalogue.findFileIndex(target.name);
  if (index === null) return false;
  const image = await catalogue.findLatestImage(target.name, 'build');
  return image === null || image.identity === index.image;
}

export type BuildAttempt = Attempt & { readonly plan: BuildPlan };

export const isBuildAttempt = (attempt: Attempt): attempt is BuildAttempt => attempt.plan.kind === 'build';

/** A wheel counts as a try that did not do: nobody asks what follows one that did. */
function asTry({ plan, outcome }: BuildAttempt): readonly Try[] {
  const { found } = plan;
  if (outcome?.kind === 'failed')
    return [{ found, failure: outcome.failure, missing: outcome.evidence.missing }];
  return outcome?.kind === 'built' ? [{ found, failure: null, missing: outcome.evidence.missing }] : [];
}

const isTooMuch = (tries: number, attempts: readonly Attempt[]): boolean =>
  tries >= mostTries || durationOf(attempts.map(({ outcome }) => outcome)) > longestSearchMilliseconds;

const durationOf = (outcomes: readonly (Outcome | null)[]): number =>
  outcomes.reduce((sum, outcome) => {
    const evidence = outcome?.evidence;
    return sum + (evidence === undefined ? 0 : evidence.endedAt - evidence.startedAt);
  }, 0);
