import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Redis } from 'ioredis';
import { expect } from 'vitest';
import type { LogLine } from '../../src/domain/log-line.ts';
import type { Outcome } from '../../src/domain/outcome.ts';
import type { AttemptId, Plan, VerifyPlan } from '../../src/domain/plan.ts';
import type { Platform } from '../../src/domain/target.ts';
import { openConnection } from '../../src/queue/connection.ts';
import { openDispatcher } from '../../src/queue/dispatcher.ts';
import { openPrivateRedis, type PrivateRedis } from '../../src/queue/private-redis.ts';
import { openWorkQueue } from '../../src/queue/work-queue.ts';
import { quickTimes } from './quick-times.ts';

export const platform: Platform = 'linux/amd64';
const platforms: readonly Platform[] = ['linux/amd64', 'linux/arm64'];

/** A Redis of the test's own, and what stands around it. */
export type Yard = AsyncDisposable & {
  readonly redis: PrivateRedis;
  readonly reports: readonly string[];
  /** To look at, and to break, what the queue keeps. */
  readonly raw: Redis;
  readonly dispatcher: ReturnType<typeof openDispatcher>;
  readonly openWorkQueue: () => ReturnType<typeof openWorkQueue>;
};

export async function openYard(): Promise<Yard> {
  await using opened = new AsyncDisposableStack();
  const folder = await openFolder();
  opened.defer(() => folder.remove());
  const reports: string[] = [];
  const report = (sentence: string): number => reports.push(sentence);
  const redis = opened.use(await openPrivateRedis({ folder: join(folder.path, 'redis'), report }));
  const raw = openConnection(redis.url, { patience: 'patient', report: () => {} });
  opened.defer(() => raw.disconnect());
  const dispatcher = opened.use(openDispatcher({ url: redis.url, platforms, report, retryMilliseconds: 10 }));
  const house = opened.move();
  return {
    redis,
    reports,
    raw,
    dispatcher,
    openWorkQueue: () => house.use(openWorkQueue({ url: redis.url, platforms, report, times: quickTimes })),
    [Symbol.asyncDispose]: () => house.disposeAsync(),
  };
}

export const openFolder = () => mkdtempDisposable(join(tmpdir(), 'wheelyard-queue-'));

export const attemptId = (text: string): AttemptId => text as AttemptId;

export function planOf(attempt: string): Plan {
  const plan = {
    kind: 'verify',
    attempt,
    release: { project: 'left-pad', version: '1.0' },
    wheel: { filename: 'left_pad-1.0-py3-none-any.whl', sha256: 'a'.repeat(64), sizeBytes: 1 },
    image: { target: { name: 'debian-12-cp311-amd64' }, flavour: 'runtime', osPackages: [] },
    imports: ['left_pad'],
    limits: {},
  };
  return plan as unknown as VerifyPlan;
}

export const outcomeOf = (worker: string): Outcome => ({
  kind: 'verified',
  evidence: {
    worker,
    startedAt: 1,
    endedAt: 2,
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

export const lineOf = (number: number, text = `line ${number}`): LogLine => ({
  number,
  at: 1_700_000_000_000 + number,
  phase: 'build',
  voice: 'build',
  text,
});

/** Waits for the one thing that a test is about; a build farm in a test is never slower than this. */
export const eventually = <Value>(look: () => Value) => expect.poll(look, { timeout: 12_000, interval: 20 });

/** A worker's job under the test's control: what was begun, and how it ends. */
export function openBench() {
  const begun: { readonly attempt: string; readonly signal: AbortSignal }[] = [];
  const ends = new Map<string, PromiseWithResolvers<Outcome>>();
  const endOf = (attempt: string): PromiseWithResolvers<Outcome> => {
    const end = ends.get(attempt) ?? Promise.withResolvers<Outcome>();
    ends.set(attempt, end);
    return end;
  };
  return {
    begun,
    attempts: (): readonly string[] => begun.map(({ attempt }) => attempt),
    signalOf: (attempt: string): AbortSignal | undefined =>
      begun.findLast((run) => run.attempt === attempt)?.signal,
    finish: (attempt: string, outcome = outcomeOf('bench')) => endOf(attempt).resolve(outcome),
    /** Runs until it is finished; a told stop ends it as a killed container would. */
    async carryOut(plan: Plan, signal: AbortSignal): Promise<Outcome> {
      begun.push({ attempt: plan.attempt, signal });
      const aborted = Promise.withResolvers<never>();
      signal.addEventListener('abort', () => aborted.reject(new Error('the container was killed')));
      return Promise.race([endOf(plan.attempt).promise, aborted.promise]);
    },
  };
}

export const ready = async (): Promise<null> => null;
