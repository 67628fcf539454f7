import { UnrecoverableError } from 'bullmq';
import type { Outcome } from '../domain/outcome.ts';
import type { Plan } from '../domain/plan.ts';
import { Outage } from '../farm/ports.ts';
import { parsePlan, type AttemptJob, type ReturnedOutcome } from './attempt-job.ts';
import type { Hold } from './job-lock.ts';
import { waits } from './waiting.ts';

/** How a run leaves the worker. */
export type RunEnd =
  | { readonly kind: 'returned'; readonly returned: ReturnedOutcome }
  /** The world was not in order: back to the queue, which waits a while with it. */
  | { readonly kind: 'outage'; readonly problem: string }
  /** The worker stops: back to the queue, for anybody. */
  | { readonly kind: 'handed-back' }
  | { readonly kind: 'withdrawn' }
  /** Not ours any more: another worker has it, or it was removed. */
  | { readonly kind: 'lost' }
  /** Cost too many workers already; it is not run again. */
  | { readonly kind: 'stalled-out'; readonly problem: string }
  /** A bug of the worker; BullMQ counts and tries again. */
  | { readonly kind: 'bug'; readonly error: Error };

/** What those who run the farm want to hear of it; null: nothing. */
export function explainEnd(end: RunEnd): string | null {
  switch (end.kind) {
    case 'outage':
      return `waits: ${end.problem}`;
    case 'bug':
      return `met a bug of the worker: ${end.error.stack ?? end.error.message}`;
    case 'lost':
      return 'was given up: the queue has it elsewhere, or no more';
    case 'stalled-out':
      return `is not run again: ${end.problem}`;
    case 'handed-back':
      return 'was handed back to the queue';
    case 'returned':
    case 'withdrawn':
      return null;
  }
}

/** Why a run was told to stop. */
export type Interruption = Extract<RunEnd['kind'], 'handed-back' | 'withdrawn' | 'lost'>;

/** What the run needs of its session. */
export type RunContext = {
  readonly carryOut: (plan: Plan, signal: AbortSignal) => Promise<Outcome>;
  readonly isWithdrawn: (id: string) => Promise<boolean>;
  readonly forgetWithdrawal: (id: string) => Promise<void>;
  readonly hold: (id: string, token: string) => Promise<Hold>;
  /** Whether a lock's token was given out by this session. */
  readonly isOwnToken: (token: string) => boolean;
  readonly firstRetryMilliseconds: number;
  /** The worker is over; what Redis has not taken by now, it finds out by the lock. */
  readonly stopped: AbortSignal;
};

const longestOutagePause = 30_000;

/** One attempt on this worker, from the moment it was taken until Redis has taken over what came of it. */
export class AttemptRun {
  readonly id: string;
  readonly done: Promise<RunEnd>;
  readonly #context: RunContext;
  readonly #job: AttemptJob;
  readonly #abort = new AbortController();
  #token: string;
  #interruption: Interruption | null = null;
  #isLeaving = false;

  constructor(job: AttemptJob, token: string, context: RunContext) {
    this.id = job.id ?? '';
    this.#job = job;
    this.#token = token;
    this.#context = context;
    this.done = this.#run();
  }

  /** The first interruption stands: what was withdrawn is not handed back. */
  interrupt(why: Interruption): void {
    this.#interruption ??= why;
    this.#abort.abort(new Error(`attempt ${this.id}: ${why}`));
  }

  /** The queue gave the job to this worker once more while it still runs here: the run goes on under the newer lock. */
  adopt(token: string): void {
    this.#token = token;
  }

  /** On its way back to Redis: whoever renewed the lock now would pull the job back. */
  get isLeaving(): boolean {
    return this.#isLeaving;
  }

  /** Gives the job to the queue although the run does not end; what it may still say is lost. */
  async handBackNow(): Promise<void> {
    this.#isLeaving = true;
    this.#interruption = 'lost';
    await this.#job.moveToWait(this.#token);
  }

  /** Keeps the job ours. */
  async renew(): Promise<Hold['kind']> {
    const hold = await this.#context.hold(this.id, this.#token);
    if (hold.kind !== 'owned') return hold.kind;
    if (!this.#context.isOwnToken(hold.token)) return 'owned';
    this.adopt(hold.token);
    return 'held';
  }

  async #run(): Promise<RunEnd> {
    const ended = await this.#carryOut();
    const end: RunEnd = this.#interruption === null ? ended : { kind: this.#interruption };
    this.#isLeaving = true;
    await this.#settle(end);
    return end;
  }

  async #carryOut(): Promise<RunEnd> {
    if (this.#job.deferredFailure !== undefined)
      return { kind: 'stalled-out', problem: this.#job.deferredFailure };
    try {
      if (await this.#context.isWithdrawn(this.id)) return { kind: 'withdrawn' };
      const plan = parsePlan(this.#job);
      if (!plan.ok) return { kind: 'bug', error: new Error(plan.problem) };
      if (this.#interruption !== null) return { kind: this.#interruption };
      const outcome = await this.#context.carryOut(plan.value, this.#abort.signal);
      return { kind: 'returned', returned: { attempt: plan.value.attempt, outcome } };
    } catch (error) {
      if (error instanceof Outage) return { kind: 'outage', problem: error.message };
      return {
        kind: 'bug',
        error: error instanceof Error ? error : new Error(String(error), { cause: error }),
      };
    }
  }

  /** Tries until Redis has it, or has the job no more: an outcome that took an hour is worth any wait. */
  async #settle(end: RunEnd): Promise<void> {
    for (let tries = 0; !this.#context.stopped.aborted; tries++) {
      try {
        await this.#leave(end);
        return;
      } catch {
        // Why it failed shows in who holds the job now.
        const hold = await this.renew().catch(() => 'held');
        if (hold !== 'held') return;
        await waits(Math.min(50 * 2 ** tries, 2000), this.#context.stopped);
      }
    }
  }

  async #leave(end: RunEnd): Promise<void> {
    const job = this.#job;
    switch (end.kind) {
      case 'returned':
        await job.moveToCompleted(end.returned, this.#token, false);
        return;
      case 'withdrawn':
        // Nobody waits for it: it is removed in the same step that ends it.
        job.opts.removeOnComplete = true;
        await job.moveToCompleted(null, this.#token, false);
        await this.#context.forgetWithdrawal(this.id);
        return;
      case 'outage':
        await job.moveToDelayed(Date.now() + this.#outagePause(), this.#token);
        return;
      case 'handed-back':
        await job.moveToWait(this.#token);
        return;
      case 'stalled-out':
        await job.moveToFailed(new UnrecoverableError(end.problem), this.#token, false);
        return;
      case 'bug':
        await job.moveToFailed(end.error, this.#token, false);
        return;
      case 'lost':
        return;
    }
  }

  #outagePause(): number {
    const earlierStarts = Math.min(this.#job.attemptsStarted - 1, 10);
    return Math.min(this.#context.firstRetryMilliseconds * 2 ** earlierStarts, longestOutagePause);
  }
}
