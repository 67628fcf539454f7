import type { Failure } from '../domain/failure.ts';
import type { Outcome } from '../domain/outcome.ts';
import { parseRequirement } from '../domain/requirement.ts';
import { failBuild } from './fail-build.ts';
import { isBuildAttempt, listPresentTry, type BuildAttempt } from './next-step.ts';
import type { Attempt, Build } from './records.ts';
import type { SchedulerPorts } from './scheduler-ports.ts';
import { startVerification } from './start-verification.ts';

/** Nothing more is to be tried: the newest wheel that the try made is as good as it gets; without one, its last failure stands. */
export async function endSearch(farm: SchedulerPorts, build: Build): Promise<void> {
  const attempts = (await listPresentTry(farm.catalogue, build)).filter(isBuildAttempt);
  const built = attempts.map(outcomeOf).findLast((outcome) => outcome?.kind === 'built');
  if (built?.kind === 'built') {
    return startVerification(farm, { build, wheel: built.wheel, evidence: built.evidence });
  }
  const failed = attempts.map(outcomeOf).findLast((outcome) => outcome?.kind === 'failed');
  if (failed?.kind === 'failed') {
    await failBuild(farm, { build, failure: findLoosened(attempts) ?? failed.failure });
  }
}

/** Where a bound was let go and it failed all the same, the bound is what to tell: nobody said that it would do without. */
function findLoosened(attempts: readonly BuildAttempt[]): Failure | null {
  const loosened = attempts.at(-1)?.plan.loosened ?? [];
  const needs = attempts.flatMap(({ outcome }) => (outcome?.kind === 'needs' ? outcome.requirements : []));
  const need = needs.findLast(({ requirement }) => {
    const project = parseRequirement(requirement)?.project;
    return project !== undefined && loosened.includes(project);
  });
  return need === undefined ? null : { kind: 'unmet-requirement', ...need };
}

const outcomeOf = ({ outcome }: Attempt): Outcome | null => outcome;
