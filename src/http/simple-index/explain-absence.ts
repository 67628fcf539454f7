import { explainFailure } from '../../domain/failure.ts';
import { renderRelease, type ProjectName } from '../../domain/release.ts';
import type { Build } from '../../farm/records.ts';

/** Why a project is not in an index: what became of the builds that would have put it there, the newest first. */
export type Absence = {
  /** What is to be said before the builds, in sentences. */
  readonly sentences: readonly string[];
  readonly builds: readonly { readonly build: Build; readonly sentence: string }[];
};

export function explainAbsence(
  project: ProjectName,
  known: {
    readonly node: string;
    /** The nodes that a pin lets it come from; null: it is not pinned. */
    readonly pinnedTo: readonly string[] | null;
    readonly builds: readonly Build[];
    /** How it stands with having it built on demand; null: the index does not. */
    readonly demand: string | null;
    /** Seconds that a build takes which is queued now; null: nobody knows. */
    readonly waitSeconds: number | null;
  },
): Absence {
  const { node, pinnedTo, builds, demand, waitSeconds } = known;
  const sentences = [
    `${project} is not in the index ${node}.`,
    ...(pinnedTo === null ? [] : [explainPin(pinnedTo)]),
    ...(demand === null ? [] : [demand]),
    ...(builds.length > 0 || demand !== null
      ? []
      : ['It was never asked for: nobody has asked the farm to build it for this index.']),
  ];
  return {
    sentences,
    builds: builds.map((build) => ({ build, sentence: explainBuild(build, waitSeconds) })),
  };
}

const explainPin = (homes: readonly string[]): string =>
  homes.length === 0
    ? 'It is an internal project, which this index does not inherit.'
    : `It is an internal project, which comes from ${homes.join(' and ')} alone.`;

function explainBuild(build: Build, waitSeconds: number | null): string {
  const subject = `Build ${build.id} of ${renderRelease(build.release)} for ${build.target}`;
  const { state } = build;
  switch (state.name) {
    case 'queued':
      return `${subject} is queued${waitSeconds === null ? '' : `, ${renderAbout(waitSeconds)}`}.`;
    case 'waiting':
      return `${subject} waits for build ${state.on}.`;
    case 'building':
    case 'verifying':
    case 'publishing':
      return `${subject} is ${state.name}.`;
    case 'held':
      return `${subject} is built, and held until campaign ${state.campaign} publishes all of it.`;
    case 'succeeded':
      return `${subject} succeeded with ${state.filename}.`;
    case 'failed':
      return `${subject} failed: ${explainFailure(state.failure)}.`;
    case 'blocked':
      return `${subject} is blocked: ${state.rule}.`;
    case 'cancelled':
      return `${subject} was cancelled by ${state.by}.`;
  }
}

function renderAbout(seconds: number): string {
  if (seconds < 50) return `about ${Math.max(5, Math.ceil(seconds / 5) * 5)} s`;
  const minutes = Math.ceil(seconds / 60);
  return minutes < 100 ? `about ${minutes} min` : `about ${Math.ceil(minutes / 60)} h`;
}
