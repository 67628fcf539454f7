import { isFinal, type BuildId } from '../domain/build-state.ts';
import type { LogLine } from '../domain/log-line.ts';
import type { AttemptId } from '../domain/plan.ts';
import type { Attempt } from '../farm/records.ts';
import { readLog, type LogPorts } from '../farm/read-log.ts';
import { pause } from './pause.ts';

export type LogPart =
  | { readonly kind: 'attempt'; readonly attempt: Attempt }
  | { readonly kind: 'lines'; readonly attempt: AttemptId; readonly lines: readonly LogLine[] };

/** Where in a build's log to begin: in the named attempt, else in its first. */
export type LogPosition = { readonly attempt: AttemptId | null; readonly line: number };

export type FollowOptions = {
  /** Shows this attempt only. */
  readonly only: AttemptId | null;
  readonly start: LogPosition;
  readonly follow: 'yes' | 'no';
  readonly signal: AbortSignal;
};

const pollMilliseconds = 200;

/**
 * The logs of a build's attempts, one after another. Followed, it goes on to each next attempt while the build may
 * still have one: its verification, or a new try with what was missing.
 */
export async function* followBuild(
  farm: LogPorts,
  request: { readonly build: BuildId; readonly options: FollowOptions },
): AsyncGenerator<LogPart> {
  const { build, options } = request;
  let shown = options.start.attempt === null ? 0 : numberOf(options.start.attempt) - 1;
  let line = options.start.line;
  while (!options.signal.aborted) {
    // Asked before the attempts are: a build that was final then has no attempt that the list lacks.
    const isOver = options.follow === 'no' || (await isBuildOver(farm, build));
    const attempts = await farm.catalogue.listAttempts(build);
    const next = attempts.find(({ id }) =>
      options.only === null ? numberOf(id) > shown : id === options.only,
    );
    if (next !== undefined) {
      yield { kind: 'attempt', attempt: next };
      yield* followAttempt(farm, { attempt: next, from: line, options });
      if (options.only !== null) return;
      shown = numberOf(next.id);
      line = 0;
    } else if (isOver) {
      return;
    } else {
      await pause(pollMilliseconds, options.signal);
    }
  }
}

async function* followAttempt(
  farm: LogPorts,
  {
    attempt,
    from,
    options,
  }: { readonly attempt: Attempt; readonly from: number; readonly options: FollowOptions },
): AsyncGenerator<LogPart> {
  const { follow, signal } = options;
  let next = from;
  while (!signal.aborted) {
    // Asked before the lines are read, so that the last of them are.
    const isOver = follow === 'no' || (await isAttemptOver(farm, attempt));
    for await (const lines of readLog(farm, attempt.id, { from: next, signal })) {
      yield { kind: 'lines', attempt: attempt.id, lines };
      next = (lines.at(-1)?.number ?? next) + 1;
    }
    if (isOver) return;
    await pause(pollMilliseconds, signal);
  }
}

/** Has an outcome, or will never have one: a cancelled build's attempt has none, nor has one that another replaced. */
async function isAttemptOver(farm: LogPorts, { id, build }: Attempt): Promise<boolean> {
  const attempt = await farm.catalogue.findAttempt(id);
  if (attempt === null || attempt.outcome !== null || (await isBuildOver(farm, build))) return true;
  const attempts = await farm.catalogue.listAttempts(build);
  return attempts.some((other) => numberOf(other.id) > numberOf(id));
}

async function isBuildOver(farm: LogPorts, id: BuildId): Promise<boolean> {
  const build = await farm.catalogue.findBuild(id);
  return build === null || isFinal(build.state.name);
}

/** `17.2` is the second attempt of build 17. */
const numberOf = (attempt: AttemptId): number => Number(attempt.split('.')[1]);
