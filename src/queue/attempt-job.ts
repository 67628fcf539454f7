import { z } from 'zod';
import type { Job } from 'bullmq';
import type { Outcome } from '../domain/outcome.ts';
import type { AttemptId, Plan } from '../domain/plan.ts';
import { bad, ok, type Result } from '../domain/result.ts';
import type { EndedAttempt } from '../farm/ports.ts';

/** A job as BullMQ keeps it: its id is the attempt's, its data the plan, its return value the outcome. */
export type AttemptJob = Job<unknown, unknown>;

/** What a worker leaves as a job's return value. */
export type ReturnedOutcome = { readonly attempt: AttemptId; readonly outcome: Outcome };

// Both sides are ours, maybe of two releases: what is checked is that the letter reached its addressee.
const planShape = z.looseObject({
  attempt: z.string(),
  kind: z.enum(['build', 'verify', 'file-index', 'refresh']),
});
const returnShape = z.looseObject({
  attempt: z.string(),
  outcome: z.looseObject({
    kind: z.enum(['built', 'verified', 'needs', 'indexed', 'refreshed', 'failed']),
    evidence: z.looseObject({ worker: z.string() }),
  }),
});

export function parsePlan(job: AttemptJob): Result<Plan, string> {
  const plan = planShape.safeParse(job.data);
  if (!plan.success || plan.data.attempt !== job.id)
    return bad(`job ${job.id} holds no plan that this worker knows`);
  return ok(plan.data as unknown as Plan);
}

/** What came of an ended job. One that ended without an outcome cost its workers, whatever they died of. */
export function parseResult(job: AttemptJob): EndedAttempt['result'] {
  const returned = returnShape.safeParse(job.returnvalue);
  if (returned.success && returned.data.attempt === job.id) {
    return { kind: 'outcome', outcome: returned.data.outcome as unknown as Outcome };
  }
  return { kind: 'worker-lost', times: Math.max(job.stalledCounter, job.attemptsMade, 1) };
}
