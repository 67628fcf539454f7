import { Queue, QueueEvents } from 'bullmq';
import type { AttemptId, Plan } from '../domain/plan.ts';
import type { Platform } from '../domain/target.ts';
import type { Dispatcher, EndedAttempt } from '../farm/ports.ts';
import { parseResult } from './attempt-job.ts';
import { answerOf, openConnection, type Report } from './connection.ts';
import { queueName, withdrawChannel, withdrawnKey, withdrawnSeconds } from './queue-keys.ts';
import { doneWithin } from './waiting.ts';
import { listConnectedWorkers } from './worker-list.ts';
import { describeWorkers } from './worker-reports.ts';

const lowestPriority = 2 ** 21 - 1;
/** A worker that throws what is no Outage has met a bug; another one may not. */
const triesPerJob = 5;

/** The queues as serve sees them. Opens at once and connects behind; with Redis gone, every method throws Outage in seconds. */
export function openDispatcher(options: {
  url: string;
  platforms: readonly Platform[];
  report: Report;
  /** First pause after a worker's bug; doubles with each try. */
  retryMilliseconds?: number;
}): Dispatcher & AsyncDisposable {
  const { platforms, report } = options;
  const redis = openConnection(options.url, { patience: 'answering', report });
  const eventsConnection = openConnection(options.url, { patience: 'patient', report: () => {} });
  const backoff = { type: 'exponential', delay: options.retryMilliseconds ?? 5000 };
  const queues = new Map(platforms.map((platform) => [platform, openQueue(platform)]));
  const events = platforms.map((platform) => openEvents(platform));

  function openQueue(platform: Platform): Queue {
    const queue = new Queue(queueName(platform), {
      connection: redis,
      skipVersionCheck: true,
      // An ended job stays until it is acknowledged: its outcome may be nowhere else.
      defaultJobOptions: { removeOnComplete: false, removeOnFail: false, attempts: triesPerJob, backoff },
    });
    queue.on('error', () => {});
    return queue;
  }

  function openEvents(platform: Platform): QueueEvents {
    // BullMQ reads events on a copy of the connection, which it closes itself.
    const queueEvents = new QueueEvents(queueName(platform), {
      connection: eventsConnection,
      skipVersionCheck: true,
    });
    queueEvents.on('error', () => {});
    return queueEvents;
  }

  function queueOf(platform: Platform): Queue {
    const queue = queues.get(platform);
    if (queue === undefined)
      throw new Error(`no queue for ${platform}: the farm was started for ${platforms.join(', ')}`);
    return queue;
  }

  async function forget(id: string, queue: Queue): Promise<void> {
    await queue.remove(id);
    await redis.del(withdrawnKey(id));
  }

  async function takeEndedOf(platform: Platform, limit: number): Promise<readonly EndedAttempt[]> {
    const queue = queueOf(platform);
    const jobs = (await queue.getJobs(['completed', 'failed'], 0, limit - 1, true)).slice(0, limit);
    if (jobs.length === 0) return [];
    const withdrawn = await redis.mget(jobs.map((job) => withdrawnKey(job.id ?? '')));
    const ended: EndedAttempt[] = [];
    for (const [index, job] of jobs.entries()) {
      if (withdrawn[index] === null)
        ended.push({ id: job.id as AttemptId, platform, result: parseResult(job) });
      else await forget(job.id ?? '', queue);
    }
    return ended;
  }

  async function withdraw(id: AttemptId, queue: Queue): Promise<void> {
    // The key first: a worker that takes the job between these steps finds it.
    await redis.set(withdrawnKey(id), '1', 'EX', withdrawnSeconds);
    const wasRemoved = (await queue.remove(id)) === 1;
    await redis.publish(withdrawChannel, id);
    if (wasRemoved) await redis.del(withdrawnKey(id));
  }

  async function countQueued(
    platform: Platform,
  ): Promise<readonly [Platform, { queued: number; running: number }]> {
    const counts = await queueOf(platform).getJobCounts('waiting', 'prioritized', 'delayed', 'active');
    const queued = (counts.waiting ?? 0) + (counts.prioritized ?? 0) + (counts.delayed ?? 0);
    return [platform, { queued, running: counts.active ?? 0 }];
  }

  return {
    async dispatch(plan: Plan, { platform, priority }) {
      const jobOptions = {
        jobId: plan.attempt,
        priority: Math.min(Math.max(Math.trunc(priority), 0), lowestPriority),
      };
      await answerOf(
        `dispatching attempt ${plan.attempt}`,
        queueOf(platform).add(plan.kind, plan, jobOptions),
      );
    },
    async locate(id, platform) {
      const state = await answerOf(`locating attempt ${id}`, queueOf(platform).getJobState(id));
      switch (state) {
        case 'completed':
        case 'failed':
          return 'ended';
        case 'active':
          return 'running';
        case 'unknown':
          return 'unknown';
        case 'waiting':
        case 'prioritized':
        case 'delayed':
        case 'waiting-children':
          return 'queued';
      }
    },
    async takeEnded(limit) {
      const taken = platforms.map((platform) => takeEndedOf(platform, limit));
      return (await answerOf('taking ended attempts', Promise.all(taken))).flat();
    },
    async acknowledge(id, platform) {
      await answerOf(`acknowledging attempt ${id}`, forget(id, queueOf(platform)));
    },
    async withdraw(id, platform) {
      await answerOf(`withdrawing attempt ${id}`, withdraw(id, queueOf(platform)));
    },
    onEnded(listener) {
      for (const queueEvents of events) {
        queueEvents.on('completed', () => listener());
        queueEvents.on('failed', () => listener());
      }
    },
    onStarted(listener) {
      for (const queueEvents of events) queueEvents.on('active', ({ jobId }) => listener(jobId as AttemptId));
    },
    async countQueued() {
      const counted = await answerOf('counting queued attempts', Promise.all(platforms.map(countQueued)));
      return Object.fromEntries(counted) as Record<Platform, { queued: number; running: number }>;
    },
    async listWorkers() {
      return answerOf('listing workers', listConnectedWorkers(redis, platforms));
    },
    async describeWorkers() {
      return answerOf('describing workers', describeWorkers(redis, platforms));
    },
    async [Symbol.asyncDispose]() {
      // Redis may be gone: nothing that is left to say is worth waiting for.
      const closing = [
        ...events.map((queueEvents) => queueEvents.close()),
        ...[...queues.values()].map((queue) => queue.close()),
      ];
      await doneWithin(Promise.allSettled(closing), 1000);
      eventsConnection.disconnect();
      redis.disconnect();
    },
  };
}
