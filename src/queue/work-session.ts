import type { Worker } from 'bullmq';
import type { Redis } from 'ioredis';
import type { AttemptId } from '../domain/plan.ts';
import type { WorkQueue, WorkSession } from '../farm/ports.ts';
import { openAnnouncement, type Announcement, type WorkerWords } from './announcement.ts';
import { AttemptRun, explainEnd, type RunContext, type RunEnd } from './attempt-run.ts';
import type { AttemptJob } from './attempt-job.ts';
import type { Report } from './connection.ts';
import { holdJob } from './job-lock.ts';
import { withdrawnKey, workerOf } from './queue-keys.ts';
import { watchStalledJobs } from './stalled-jobs.ts';
import { doneWithin, waits } from './waiting.ts';
import type { WorkTimes } from './work-times.ts';

/**
 * Takes plans from one queue and runs them, `slots` at a time.
 *
 *   wait for a free slot ─► wait for readiness ─► take a job ─► AttemptRun ─► gone from `runs` when Redis has what came of it
 *                                                     └─ already runs here (its lock was lost): the run adopts the new lock
 *
 * Jobs are fetched by hand (https://docs.bullmq.io/patterns/manually-fetching-jobs): BullMQ's own loop can neither wait for a
 * container engine, nor attach to a run, nor hand a running job back.
 */
export class RunningSession implements WorkSession {
  readonly #runs = new Map<string, AttemptRun>();
  readonly #stopping = new AbortController();
  readonly #stopped = new AbortController();
  readonly #loops: readonly Promise<void>[];
  readonly #world: SessionWorld;
  readonly #tokenPrefix: string;
  readonly #announcement: Announcement;
  readonly #startedAt = Date.now();
  #outages: Pick<WorkerWords, 'outages' | 'lastOutage'> = { outages: 0, lastOutage: null };
  #slotFreed = Promise.withResolvers<void>();
  #stop: Promise<void> | null = null;

  constructor(world: SessionWorld) {
    this.#world = world;
    this.#tokenPrefix = `${world.worker.id}:`;
    const { redis, platform, name, host = async () => null } = world;
    this.#announcement = openAnnouncement({
      redis,
      worker: workerOf(platform, name),
      host,
      tell: () => this.#tell(),
    });
    this.#loops = [this.#takeJobs(), this.#keepLocks(), watchStalledJobs(world, this.#stopped.signal)];
  }

  stop(graceMilliseconds: number): Promise<void> {
    this.#stop ??= this.#stopOnce(graceMilliseconds);
    return this.#stop;
  }

  /** The attempt was taken back by whoever asked for it. */
  withdraw(id: string): void {
    this.#runs.get(id)?.interrupt('withdrawn');
  }

  async #stopOnce(graceMilliseconds: number): Promise<void> {
    const { worker, times } = this.#world;
    this.#stopping.abort();
    this.#announcement.changed();
    this.#slotFreed.resolve();
    // Ends a blocking fetch at once; with Redis gone there is none to end.
    void worker
      .getBackend()
      .disconnectBlocking(false)
      .catch(() => {});
    const allDone = async (): Promise<void> => {
      await this.#loops[0];
      await Promise.all([...this.#runs.values()].map((run) => run.done));
    };
    await doneWithin(allDone(), graceMilliseconds);
    for (const run of this.#runs.values()) run.interrupt('handed-back');
    await doneWithin(allDone(), times.abort);
    await this.#handBackWhatWillNotStop();
    this.#stopped.abort();
    await doneWithin(this.#announcement.end(), 1000);
    await doneWithin(worker.close(true), 2000);
    await doneWithin(Promise.all(this.#loops), 2000);
  }

  async #handBackWhatWillNotStop(): Promise<void> {
    for (const run of this.#runs.values()) {
      this.#world.report(`attempt ${run.id} does not stop; it is handed back while it still runs`);
    }
    await doneWithin(Promise.allSettled([...this.#runs.values()].map((run) => run.handBackNow())), 2000);
  }

  async #takeJobs(): Promise<void> {
    const { worker, slots, report } = this.#world;
    for (let count = 0; !this.#stopping.signal.aborted; count++) {
      if (this.#runs.size >= slots) {
        await this.#slotFreed.promise;
        continue;
      }
      if (!(await this.#isReady())) {
        await waits(this.#world.times.readinessPoll, this.#stopping.signal);
        continue;
      }
      const token = `${this.#tokenPrefix}${count}`;
      try {
        const job = await worker.getNextJob(token);
        if (job !== undefined) this.#begin(job, token);
      } catch (error) {
        if (!this.#stopping.signal.aborted) report(`no job could be taken: ${String(error)}`);
        await waits(1000, this.#stopping.signal);
      }
    }
  }

  #begin(job: AttemptJob, token: string): void {
    const id = job.id ?? '';
    const running = this.#runs.get(id);
    if (running !== undefined) {
      running.adopt(token);
      return;
    }
    const run = new AttemptRun(job, token, this.#context());
    this.#runs.set(id, run);
    this.#announcement.changed();
    if (this.#stopping.signal.aborted) run.interrupt('handed-back');
    void run.done.then((end) => this.#finish(run, end));
  }

  #finish(run: AttemptRun, end: RunEnd): void {
    this.#runs.delete(run.id);
    if (end.kind === 'outage') {
      const problem = end.problem.slice(0, 2000);
      const lastOutage = { at: Date.now(), attempt: run.id as AttemptId, problem };
      this.#outages = { outages: this.#outages.outages + 1, lastOutage };
    }
    this.#announcement.changed();
    this.#slotFreed.resolve();
    this.#slotFreed = Promise.withResolvers();
    const sentence = explainEnd(end);
    if (sentence !== null) this.#world.report(`attempt ${run.id} ${sentence}`);
  }

  #context(): RunContext {
    const { redis, worker, times, carryOut } = this.#world;
    return {
      carryOut,
      isWithdrawn: async (id) => (await redis.exists(withdrawnKey(id))) === 1,
      forgetWithdrawal: async (id) => void (await redis.del(withdrawnKey(id))),
      hold: (id, token) => holdJob(redis, worker, { id, token, milliseconds: times.lock }),
      isOwnToken: (token) => token.startsWith(this.#tokenPrefix),
      firstRetryMilliseconds: times.firstRetry,
      stopped: this.#stopped.signal,
    };
  }

  #problem: string | null = null;
  async #isReady(): Promise<boolean> {
    const problem = await this.#world.readiness().catch((error: unknown) => String(error));
    if (problem !== this.#problem) {
      this.#world.report(problem === null ? 'the worker is ready again' : `the worker waits: ${problem}`);
      this.#announcement.changed();
    }
    this.#problem = problem;
    return problem === null;
  }

  #tell(): WorkerWords {
    return {
      slots: this.#world.slots,
      startedAt: this.#startedAt,
      running: [...this.#runs.keys()].map((id) => id as AttemptId),
      problem: this.#problem?.slice(0, 2000) ?? null,
      ...this.#outages,
      isStopping: this.#stopping.signal.aborted,
    };
  }

  /** Renews every lock; with Redis gone the renewal waits in line and is the first thing that Redis hears when it is back. */
  async #keepLocks(): Promise<void> {
    while (await waits(this.#world.times.lock / 4, this.#stopped.signal)) {
      const staying = [...this.#runs.values()].filter((run) => !run.isLeaving);
      await Promise.all(staying.map((run) => this.#keepLock(run)));
    }
  }

  async #keepLock(run: AttemptRun): Promise<void> {
    try {
      if ((await run.renew()) !== 'held') run.interrupt('lost');
      else if ((await this.#world.redis.exists(withdrawnKey(run.id))) === 1) run.interrupt('withdrawn');
    } catch {
      // The next renewal comes in a moment, and the lock lasts for four of them.
    }
  }
}

export type SessionWorld = Pick<
  Parameters<WorkQueue['work']>[0],
  'platform' | 'slots' | 'carryOut' | 'readiness' | 'host'
> & {
  readonly name: string;
  /** Patient, and used by nobody else. */
  readonly redis: Redis;
  readonly worker: Worker;
  readonly times: WorkTimes;
  readonly report: Report;
};
