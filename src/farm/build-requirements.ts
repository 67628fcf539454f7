import type { BuildId } from '../domain/build-state.ts';
import type { Failure } from '../domain/failure.ts';
import type { UnmetRequirement } from '../domain/outcome.ts';
import type { ProjectName } from '../domain/release.ts';
import { parseRequirement } from '../domain/requirement.ts';
import type { Target } from '../domain/target.ts';
import { extraRequirements } from './extra-requirements.ts';
import { mayBeLoosened } from './loosen-bounds.ts';
import { queueAgain } from './queue-again.ts';
import { failBuild } from './fail-build.ts';
import type { Attempt, Build } from './records.ts';
import { requestRequirement } from './request-requirement.ts';
import type { SchedulerPorts } from './scheduler-ports.ts';
import { settleWaiting } from './settle-waiting.ts';

/** Has all that a build lacks built at once, and lets it wait for the first of them; or fails it, when one can't be had. */
export async function buildRequirements(
  farm: SchedulerPorts,
  wanted: {
    readonly build: Build;
    readonly target: Target;
    readonly lacking: readonly UnmetRequirement[];
    readonly specifiers: ReadonlyMap<ProjectName, string>;
    readonly attempts: readonly Attempt[];
    readonly requiresDist: readonly string[];
  },
): Promise<void> {
  const { build, target, attempts } = wanted;
  let waitsOn: BuildId | null = null;
  for (const need of onceEach(wanted.lacking)) {
    const project = parseRequirement(need.requirement)?.project;
    const specifier = (project === undefined ? undefined : wanted.specifiers.get(project)) ?? '';
    const pursued = await requestRequirement(farm, { parent: build, target, need, specifier });
    if (pursued.kind === 'hopeless') {
      // The version that is there may do: the next attempt finds out.
      if (mayBeLoosened(farm, { need, attempts, requiresDist: wanted.requiresDist })) continue;
      const failure = explainBySource(pursued.failure, { build, attempts });
      return failBuild(farm, { build, failure });
    }
    waitsOn ??= pursued.on;
  }
  if (waitsOn === null) return queueAgain(farm, build);
  const to = { name: 'waiting', on: waitsOn, reason: 'requirement' } as const;
  await farm.catalogue.moveBuild(build.id, { from: build.state.name, to, at: farm.clock() });
  // It may have ended before anybody waited for it.
  await settleWaiting(farm, waitsOn);
}

const onceEach = (needs: readonly UnmetRequirement[]): readonly UnmetRequirement[] => [
  ...new Map(
    needs.map((need) => [parseRequirement(need.requirement)?.project ?? need.requirement, need]),
  ).values(),
];

/** What nobody asked for but a failed import is told as that import's failure. */
function explainBySource(
  failure: Failure,
  of: { readonly build: Build; readonly attempts: readonly Attempt[] },
): Failure {
  if (failure.kind !== 'unmet-requirement') return failure;
  const project = parseRequirement(failure.requirement)?.project;
  const source = extraRequirements(of.attempts, of.build.release.project).find(
    ({ requirement }) => parseRequirement(requirement)?.project === project,
  );
  return source?.failure ?? failure;
}
