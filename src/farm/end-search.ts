import type { Outcome } from '../domain/outcome.ts';
import { failBuild } from './fail-build.ts';
import { isBuildAttempt, listPresentTry } from './next-step.ts';
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
  if (failed?.kind === 'failed') await failBuild(farm, { build, failure: failed.failure });
}

const outcomeOf = ({ outcome }: Attempt): Outcome | null => outcome;
