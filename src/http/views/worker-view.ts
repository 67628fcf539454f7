import { judgeSpace, type Space } from '../../domain/disk-space.ts';
import type { AttemptOutcome } from '../../domain/outcome.ts';
import type { AttemptId } from '../../domain/plan.ts';
import type { KnownWorker } from '../../domain/worker-report.ts';
import type { RunningAttempt } from '../../farm/build-progress.ts';
import type { Attempt, Build } from '../../farm/records.ts';
import type { SpaceView } from '../contract/storage.ts';
import type { CarriedOut, WorkerView } from '../contract/worker.ts';
import { viewFailure } from './build-view.ts';

export const viewSpace = (space: Space): SpaceView => ({ ...space, state: judgeSpace(space) });

/** What is known of the attempts that run. */
export type RunningWork = {
  readonly builds: ReadonlyMap<AttemptId, Build>;
  readonly progress: ReadonlyMap<AttemptId, RunningAttempt>;
};

export function viewWorker(
  { name, platform, presence, silentMilliseconds, report }: KnownWorker,
  { now, work }: { readonly now: number; readonly work: RunningWork },
): WorkerView {
  const running = presence === 'here' ? (report?.running ?? []) : [];
  const host = report?.host ?? null;
  return {
    name,
    platform,
    state: presence === 'gone' ? 'gone' : stateOf(report),
    problem: report?.problem ?? null,
    slots: report?.slots ?? null,
    startedAt: report?.startedAt ?? null,
    lastSeenAt: now - silentMilliseconds,
    running: running.map((attempt) => viewRunning(attempt, work)),
    outages: report?.outages ?? 0,
    lastOutage: report?.lastOutage ?? null,
    host: host && { ...host, disk: host.disk && viewSpace(host.disk) },
  };
}

function stateOf(report: KnownWorker['report']): WorkerView['state'] {
  if (report?.isStopping === true) return 'stopping';
  if (report !== null && report.problem !== null) return 'waiting';
  return (report?.running.length ?? 0) > 0 ? 'working' : 'idle';
}

function viewRunning(attempt: AttemptId, { builds, progress }: RunningWork): WorkerView['running'][number] {
  const build = builds.get(attempt) ?? null;
  const { attempt: _itself, ...its } = progress.get(attempt) ?? { attempt };
  return {
    attempt,
    build: build?.id ?? null,
    project: build?.release.project ?? null,
    version: build?.release.version ?? null,
    target: build?.target ?? null,
    progress: 'phase' in its ? its : null,
  };
}

/** Somebody of whom nothing but its work is known any more. */
export const viewForgotten = (name: string, last: Attempt): WorkerView => ({
  name,
  platform: last.platform,
  state: 'gone',
  problem: null,
  slots: null,
  startedAt: null,
  lastSeenAt: last.endedAt,
  running: [],
  outages: 0,
  lastOutage: null,
  host: null,
});

export function viewCarriedOut({
  id,
  build,
  plan,
  outcome,
}: Attempt & { readonly outcome: AttemptOutcome }): CarriedOut {
  return {
    attempt: id,
    build,
    project: plan.release.project,
    version: plan.release.version,
    target: plan.image.target.name,
    kind: plan.kind,
    outcome: outcome.kind,
    failure: outcome.kind === 'failed' ? viewFailure(outcome.failure) : null,
    startedAt: outcome.evidence.startedAt,
    endedAt: outcome.evidence.endedAt,
  };
}
