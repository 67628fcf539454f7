import type { Evidence, Outcome } from '../domain/outcome.ts';
import type { AttemptId } from '../domain/plan.ts';
import { planVerification } from '../domain/plan-attempt.ts';
import { platformOf } from '../domain/target.ts';
import type { WheelFacts } from '../domain/wheel.ts';
import { isWorthAsking } from './extra-requirements.ts';
import { hasMoreMemory } from './more-memory.ts';
import { failBuild } from './fail-build.ts';
import { meetNeeds, queueAgain } from './meet-needs.ts';
import type { EndedAttempt } from './ports.ts';
import type { Attempt, Build } from './records.ts';
import { publishBuild } from './publish-build.ts';
import { retryChanged } from './retry-by-itself.ts';
import type { SchedulerPorts } from './scheduler-ports.ts';

/** Takes what came back for an attempt into the catalogue and moves its build on. Doing so twice is doing so once. */
export async function applyEnded(farm: SchedulerPorts, ended: EndedAttempt): Promise<void> {
  const attempt = await farm.catalogue.findAttempt(ended.id);
  if (attempt === null) return;
  const outcome =
    ended.result.kind === 'outcome' ? ended.result.outcome : lostWorker(attempt, ended.result.times);
  if (attempt.outcome === null) await farm.catalogue.endAttempt(ended.id, outcome, farm.clock());
  await advanceBuild(farm, { ...attempt, outcome: attempt.outcome ?? outcome });
}

/** Moves the build of an ended attempt to what follows. A build that has gone on (cancelled, say) stays where it is. */
export async function advanceBuild(
  farm: SchedulerPorts,
  attempt: Attempt & { readonly outcome: Outcome },
): Promise<void> {
  const build = await farm.catalogue.findBuild(attempt.build);
  if (build === null || !isAt(build, attempt.id)) return;
  const { outcome } = attempt;
  await recordImage(farm, attempt);
  switch (outcome.kind) {
    case 'built':
      await farm.catalogue.addWheel(outcome.wheel, build.id, farm.clock());
      return dispatchVerification(farm, { build, wheel: outcome.wheel, evidence: outcome.evidence });
    case 'verified':
      return publishVerified(farm, build);
    case 'needs':
      return meetNeeds(farm, build);
    case 'indexed':
      return;
    case 'failed':
      return isWorthAsking({ plan: attempt.plan, failure: outcome.failure }, build.release.project) ||
        (await hasMoreMemory(farm, { build, attempt, failure: outcome.failure }))
        ? queueAgain(farm, build)
        : failBuild(farm, { build, failure: outcome.failure });
  }
}

const isAt = ({ state }: Build, attempt: AttemptId): boolean =>
  'attempt' in state && state.attempt === attempt;

async function dispatchVerification(
  farm: SchedulerPorts,
  built: { readonly build: Build; readonly wheel: WheelFacts; readonly evidence: Evidence },
): Promise<void> {
  const { build, wheel, evidence } = built;
  const target = farm.targets.get(build.target);
  if (target === undefined) return;
  const recipe = farm.recipes.get(build.release.project) ?? null;
  const { linkedLibraries } = evidence;
  const attempt = await farm.catalogue.addAttempt(build.id, {
    from: build.state.name,
    plan: (id) =>
      planVerification({ attempt: id, target, recipe, wheel, linkedLibraries, limits: farm.limits }),
    state: (id) => ({ name: 'verifying', attempt: id, wheel: wheel.sha256 }),
    platform: platformOf(target),
    at: farm.clock(),
  });
  // What is half done goes before what is not begun.
  if (attempt !== null)
    await farm.dispatcher.dispatch(attempt.plan, { platform: attempt.platform, priority: 0 });
}

async function publishVerified(farm: SchedulerPorts, build: Build): Promise<void> {
  if (build.state.name !== 'verifying') return;
  const to = { name: 'publishing', wheel: build.state.wheel } as const;
  await farm.catalogue.moveBuild(build.id, { from: 'verifying', to, at: farm.clock() });
  await publishBuild(farm, build.id);
}

async function recordImage(
  farm: SchedulerPorts,
  attempt: Attempt & { readonly outcome: Outcome },
): Promise<void> {
  const { image } = attempt.outcome.evidence;
  if (image === null) return;
  const { target, flavour, osPackages } = attempt.plan.image;
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
