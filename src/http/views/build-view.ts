import { allowedActions, type BuildState } from '../../domain/build-state.ts';
import { explainDegradation } from '../../domain/degradation.ts';
import { blameOf, explainFailure, type Failure } from '../../domain/failure.ts';
import { causeOf } from '../../domain/failure-cause.ts';
import { noProgress, type BuildProgress } from '../../farm/build-progress.ts';
import type { Build } from '../../farm/records.ts';
import type { FailureView } from '../contract/attempt.ts';
import type { BuildSummaryView } from '../contract/matrix.ts';
import type { BuildStateView, BuildView } from '../contract/build.ts';

/** Without `progress` nothing is said of how far it is. */
export const viewBuild = (build: Build, progress: BuildProgress = noProgress): BuildView => ({
  id: build.id,
  project: build.release.project,
  version: build.release.version,
  sdist: build.sdist,
  target: build.target,
  state: viewState(build.state),
  priority: build.priority,
  requestedBy: build.requestedBy,
  createdAt: build.createdAt,
  changedAt: build.changedAt,
  attemptCount: build.attempts,
  ...progress,
  actions: [...allowedActions[build.state.name]],
});

export const summarizeBuild = ({
  id,
  release,
  target,
  state,
  requestedBy,
  changedAt,
}: Build): BuildSummaryView => ({
  id,
  ...release,
  target,
  state: state.name,
  cause: state.name === 'failed' ? causeOf(state.failure).key : null,
  requestedBy,
  changedAt,
});

function viewState(state: BuildState): BuildStateView {
  switch (state.name) {
    case 'failed':
      return { name: state.name, failure: viewFailure(state.failure) };
    case 'verifying':
      return { name: state.name, attempt: state.attempt };
    case 'publishing':
      return { name: state.name };
    case 'held':
      return { name: state.name, campaign: state.campaign, filename: state.filename };
    case 'succeeded':
      return {
        ...state,
        degradation: state.degradation && {
          kind: state.degradation.kind,
          sentence: explainDegradation(state.degradation),
        },
        path: filePath(state.wheel, state.filename),
      };
    case 'queued':
    case 'waiting':
    case 'building':
    case 'blocked':
    case 'cancelled':
      return state;
  }
}

export function viewFailure(failure: Failure): FailureView {
  const { kind, ...facts } = failure;
  return { kind, sentence: explainFailure(failure), blame: blameOf(failure), facts: plainFacts(facts) };
}

const plainFacts = (
  facts: Readonly<Record<string, string | number | null | readonly string[]>>,
): FailureView['facts'] =>
  Object.fromEntries(
    Object.entries(facts).map(([name, value]) => [
      name,
      typeof value === 'object' && value !== null ? [...value] : value,
    ]),
  );

/** Where the index serves a file, below the farm's address. */
export const filePath = (sha256: string, filename: string): string =>
  `/files/${sha256}/${encodeURIComponent(filename)}`;
