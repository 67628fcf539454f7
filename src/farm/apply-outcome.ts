import { findDegradation } from '../domain/degradation.ts';
import type { AttemptOutcome, Outcome } from '../domain/outcome.ts';
import type { AttemptId, FileIndexPlan } from '../domain/plan.ts';
import { endSearch } from './end-search.ts';
import { failBuild } from './fail-build.ts';
import { keepIndex } from './keep-file-index.ts';
import { learnRecipe } from './learn-recipe.ts';
import { looseAtRunTime } from './loosen-bounds.ts';
import { findNextStep, isBuildAttempt, listPresentTry, type NextStep } from './next-step.ts';
import { applyRefresh } from './refresh-target.ts';
import { startVerification } from './start-verification.ts';
import { meetNeeds } from './meet-needs.ts';
import { queueAgain } from './queue-again.ts';
import { wakeIndexWaiters } from './order-file-index.ts';
import type { EndedAttempt } from './ports.ts';
import type { Attempt, Build } from './records.ts';
import { publishBuild } from './publish-build.ts';
import { retryChanged } from './retry-by-itself.ts';
import type { SchedulerPorts } from './scheduler-ports.ts';

/** Takes what came back for an attempt into the catalogue and moves its build on. Doing so twice is doing so once. */
export async function applyEnded(farm: SchedulerPorts, ended: EndedAttempt): Promise<void> {
  if (await applyRefresh(farm, ended)) return;
  const attempt = await farm.catalogue.findAttempt(ended.id);
  if (attempt === null) return;
  const outcome =
    ended.result.kind === 'outcome' ? ended.result.outcome : lostWorker(attempt, ended.result.times);
  if (outcome.kind === 'refreshed') throw new Error(`attempt ${attempt.id} came back as a refresh`);
  if (attempt.outcome === null) await farm.catalogue.endAttempt(ended.id, outcome, farm.clock());
  await advanceBuild(farm, { ...attempt, outcome: attempt.outcome ?? outcome });
}

/** Moves the build of an ended attempt to what follows. A build that has gone on (cancelled, say) stays where it is. */
export async function advanceBuild(
  farm: SchedulerPorts,
  attempt: Attempt & { readonly outcome: AttemptOutcome },
): Promise<void> {
  const build = await farm.catalogue.findBuild(attempt.build);
  if (build === null || !isAt(build, attempt.id)) return;
  const { plan, outcome } = attempt;
  await recordImage(farm, attempt);
  switch (plan.kind) {
    case 'file-index':
      farm.errands.run(`file index ${build.id}`, async () => {
        await keepListing(farm, { build, plan, outcome });
        await continueBuild(farm, build);
        await wakeIndexWaiters(farm, build.id);
      });
      return;
    case 'build':
      if (outcome.kind === 'built') await farm.catalogue.addWheel(outcome.wheel, build.id, farm.clock());
      return continueBuild(farm, build);
    case 'verify':
      if (outcome.kind === 'verified') return publishVerified(farm, build);
      if (outcome.kind === 'failed') await failBuild(farm, { build, failure: outcome.failure });
  }
}

const isAt = ({ state }: Build, attempt: AttemptId): boolean =>
  'attempt' in state && state.attempt === attempt;

/** Keeps the index that was made. One that is not as it should be is not kept: the search goes on without. */
async function keepListing(
  farm: SchedulerPorts,
  made: { readonly build: Build; readonly plan: FileIndexPlan; readonly outcome: Outcome },
): Promise<void> {
  const { build, plan, outcome } = made;
  const target = plan.image.target.name;
  const { image } = outcome.evidence;
  const kept =
    outcome.kind === 'indexed' && image !== null
      ? await keepIndex(farm, { target, image: image.identity, blob: outcome.index })
      : null;
  if (kept?.ok === true)
    farm.errands.run(`changed inputs on ${target}`, () => retryChanged(farm, { target }));
  else await farm.catalogue.keepFileIndexOrder({ target, build: build.id, failedAt: farm.clock() });
}

/** What follows from the newest build attempt of the present try. */
async function continueBuild(farm: SchedulerPorts, build: Build): Promise<void> {
  const attempts = (await listPresentTry(farm.catalogue, build)).filter(isBuildAttempt);
  const outcome = attempts.at(-1)?.outcome ?? null;
  if (outcome?.kind === 'needs') {
    // The distribution may have what the image lacks: its file index says so.
    const step = await nextStepOf(farm, build);
    return step.kind === 'file-index' ? queueAgain(farm, build) : meetNeeds(farm, build);
  }
  if (outcome?.kind !== 'built') return searchOn(farm, build);
  const { wheel, evidence } = outcome;
  const sdist = await farm.catalogue.findSdist(build.sdist);
  const loose = looseAtRunTime(attempts.at(-1)?.plan ?? null, {
    requiresDist: wheel.requiresDist,
    evidence,
  });
  if (loose !== null) return failBuild(farm, { build, failure: loose });
  const isWhole = sdist === null || findDegradation({ sdist: sdist.facts, wheel, evidence }) === null;
  return isWhole ? startVerification(farm, { build, wheel, evidence }) : searchOn(farm, build);
}

/** Tries with other OS packages, or ends the search. */
async function searchOn(farm: SchedulerPorts, build: Build): Promise<void> {
  const step = await nextStepOf(farm, build);
  return step.kind === 'end' ? endSearch(farm, build) : queueAgain(farm, build);
}

async function nextStepOf(farm: SchedulerPorts, build: Build): Promise<NextStep> {
  const target = farm.targets.get(build.target);
  const sdist = await farm.catalogue.findSdist(build.sdist);
  return target === undefined || sdist === null
    ? { kind: 'end' }
    : findNextStep(farm, { build, sdist, target });
}

async function publishVerified(farm: SchedulerPorts, build: Build): Promise<void> {
  if (build.state.name !== 'verifying') return;
  const { wheel } = build.state;
  const sdist = await farm.catalogue.findSdist(build.sdist);
  if (sdist !== null) await learnRecipe(farm, { build, sdist, wheel });
  const to = { name: 'publishing', wheel } as const;
  await farm.catalogue.moveBuild(build.id, { from: 'verifying', to, at: farm.clock() });
  await publishBuild(farm, build.id);
}

async function recordImage(
  farm: SchedulerPorts,
  attempt: Attempt & { readonly outcome: AttemptOutcome },
): Promise<void> {
  const { image } = attempt.outcome.evidence;
  if (image === null) return;
  const { target, flavour, osPackages, revision = null } = attempt.plan.image;
  // Of a plan that was made before the target was refreshed: its image is not the target's any more.
  if (revision !== (await farm.catalogue.findRevision(target.name))) return;
  const { isNew } = await farm.catalogue.recordImage({
    target: target.name,
    flavour,
    osPackages,
    identity: image.identity,
    factsBlob: image.facts,
    recordedAt: farm.clock(),
  });
  // What failed on the target's old image may not on this one.
  if (isNew && flavour === 'build' && osPackages.length === 0)
    farm.errands.run(`changed inputs on ${target.name}`, () => retryChanged(farm, { target: target.name }));
}

const lostWorker = (attempt: Attempt, times: number): Outcome => ({
  kind: 'failed',
  failure: { kind: 'worker-lost', times },
  evidence: {
    worker: 'lost',
    startedAt: attempt.createdAt,
    endedAt: attempt.createdAt,
    image: null,
    log: null,
    phases: [],
    requirements: [],
    peakMemoryBytes: null,
    linkedLibraries: {},
    missing: [],
    skippedExtensions: [],
    openedPackages: null,
    imports: [],
  },
});
