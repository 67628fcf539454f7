import { isFinal, type BuildId } from '../domain/build-state.ts';
import { expectStage } from '../domain/expected-time.ts';
import type { AttemptId, Phase } from '../domain/plan.ts';
import type { Catalogue } from './catalogue-port.ts';
import { findExpectedTimes } from './expected-times.ts';
import type { LiveLogs } from './ports.ts';
import type { Build } from './records.ts';

/** How far a build is that is not over. */
export type BuildProgress = {
  /** What the stage that it is in (all of it, until it is verified) is expected to take; null: nobody knows. */
  readonly expectedMilliseconds: number | null;
  /** What a worker does for it; null: nobody has it, or nothing was heard of it yet. */
  readonly running: RunningAttempt | null;
};

export type RunningAttempt = {
  readonly attempt: AttemptId;
  readonly startedAt: number;
  readonly phase: Phase;
  readonly phaseSince: number;
};

export const noProgress: BuildProgress = { expectedMilliseconds: null, running: null };

type ProgressPorts = {
  readonly catalogue: Pick<Catalogue, 'listBuildTimes' | 'listLastBuildTimes'>;
  readonly liveLogs: Pick<LiveLogs, 'readProgress'>;
};

/** Of those that are not over; a handful of looks for all of them. While the queue is away nobody knows what runs. */
export async function findProgress(
  farm: ProgressPorts,
  builds: readonly Build[],
): Promise<ReadonlyMap<BuildId, BuildProgress>> {
  const open = builds.filter(({ state }) => !isFinal(state.name));
  const wanted = open.map(({ release: { project }, target }) => ({ project, target }));
  const expected = await findExpectedTimes(farm, wanted);
  const running = await findRunning(farm, open.flatMap(attemptAtWork)).catch(() => new Map());
  return new Map(
    open.map((build) => {
      const time = expected({ project: build.release.project, target: build.target });
      const stage = build.state.name === 'verifying' ? 'verify' : 'build';
      const [attempt] = attemptAtWork(build);
      return [
        build.id,
        {
          // Nothing is known of a stage that took no time.
          expectedMilliseconds: (time && expectStage(time, stage)) || null,
          running: attempt === undefined ? null : (running.get(attempt) ?? null),
        },
      ];
    }),
  );
}

const attemptAtWork = ({ state }: Build): readonly AttemptId[] =>
  state.name === 'building' || state.name === 'verifying' ? [state.attempt] : [];

/** What is known of attempts that run, by their names. */
export async function findRunning(
  { liveLogs }: Pick<ProgressPorts, 'liveLogs'>,
  attempts: readonly AttemptId[],
): Promise<ReadonlyMap<AttemptId, RunningAttempt>> {
  if (attempts.length === 0) return new Map();
  const progress = await liveLogs.readProgress(attempts);
  return new Map(
    attempts.flatMap((attempt, index) => {
      const seen = progress[index] ?? null;
      return seen === null ? [] : [[attempt, { attempt, ...seen }] as const];
    }),
  );
}
