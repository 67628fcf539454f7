import { explainFailure } from '../../domain/failure.ts';
import { renderRelease, type ProjectName } from '../../domain/release.ts';
import type { Build } from '../../farm/records.ts';

/** Why a project is not in an index, in sentences: what became of the builds that would have put it there. */
export function explainAbsence(
  project: ProjectName,
  known: { readonly node: string; readonly builds: readonly Build[] },
): readonly string[] {
  const absent = `${project} is not in the index ${known.node}.`;
  if (known.builds.length === 0) return [absent, 'Nobody has asked the farm to build it for this index.'];
  return [absent, ...known.builds.map(explainBuild)];
}

function explainBuild(build: Build): string {
  const subject = `Build ${build.id} of ${renderRelease(build.release)} for ${build.target}`;
  const { state } = build;
  switch (state.name) {
    case 'queued':
      return `${subject} is queued.`;
    case 'waiting':
      return `${subject} waits for build ${state.on}.`;
    case 'building':
    case 'verifying':
    case 'publishing':
      return `${subject} is ${state.name}.`;
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
