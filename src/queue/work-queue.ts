import { Worker } from 'bullmq';
import type { Platform } from '../domain/target.ts';
import type { WorkQueue } from '../farm/ports.ts';
import { answerOf, openConnection, type Report } from './connection.ts';
import { queueName, withdrawChannel } from './queue-keys.ts';
import { checkWorkerName, listConnectedWorkers } from './worker-list.ts';
import { RunningSession } from './work-session.ts';
import { toleratedLosses, usualTimes, type WorkTimes } from './work-times.ts';

/** The queues as a worker sees them. Disposing waits for what runs; `stop` the sessions first to bound that. */
export function openWorkQueue(options: {
  url: string;
  platforms: readonly Platform[];
  report: Report;
  times?: WorkTimes | undefined;
}): WorkQueue & AsyncDisposable {
  const { url, report, times = usualTimes } = options;
  const redis = openConnection(url, { patience: 'answering', report });
  const subscriber = openConnection(url, { patience: 'patient', report: () => {} });
  const sessions = new Map<RunningSession, () => void>();
  subscriber.subscribe(withdrawChannel).catch(() => {});
  subscriber.on('message', (_channel, id) => {
    for (const session of sessions.keys()) session.withdraw(id);
  });

  return {
    async work({ platform, slots, worker: name, carryOut, readiness, host }) {
      checkWorkerName(name);
      const connection = openConnection(url, { patience: 'patient', report: () => {} });
      const worker = new Worker(queueName(platform), null, {
        connection,
        name,
        autorun: false,
        lockDuration: times.lock,
        stalledInterval: times.stallCheck,
        maxStalledCount: toleratedLosses,
        // Short, because nothing wakes a waiting worker for a job that was handed back.
        drainDelay: 1,
      });
      worker.on('error', () => {});
      const session = new RunningSession({
        redis: connection,
        worker,
        platform,
        name,
        ...(host && { host }),
        slots,
        carryOut,
        readiness,
        times,
        report,
      });
      sessions.set(session, () => connection.disconnect());
      return {
        async stop(graceMilliseconds) {
          await session.stop(graceMilliseconds);
          sessions.get(session)?.();
          sessions.delete(session);
        },
      };
    },
    async listWorkers() {
      const workers = await answerOf('listing workers', listConnectedWorkers(redis, options.platforms));
      return [...new Set(workers.map((worker) => worker.name))].sort();
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([...sessions.keys()].map((session) => session.stop(Infinity)));
      for (const disconnect of sessions.values()) disconnect();
      sessions.clear();
      subscriber.disconnect();
      redis.disconnect();
    },
  };
}
