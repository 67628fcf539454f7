import type { BuildId } from '../domain/build-state.ts';
import { causeOf } from '../domain/failure-cause.ts';
import type { Failure } from '../domain/failure.ts';
import type { ProjectName, Version } from '../domain/release.ts';
import { meetsRequirement, parseRequirement } from '../domain/requirement.ts';
import { pauseAfter } from '../domain/retry-policy.ts';
import type { TargetName } from '../domain/target.ts';
import { retryBuild } from './change-build.ts';
import { findBuildInputs } from './find-build-inputs.ts';
import type { Build, BuildFilter } from './records.ts';
import type { RetryReason } from './scheduler-event.ts';
import type { SchedulerPorts } from './scheduler-ports.ts';

const page = 200;
/** Of a wheel with more top-level names than this, nobody misses the rest. */
const mostModules = 20;

/** Builds that failed with other inputs than they would have now: at the start, and when one is known to have changed. */
export const retryChanged = (
  farm: SchedulerPorts,
  among: { readonly target?: TargetName; readonly project?: ProjectName },
): Promise<void> =>
  retryThose(farm, {
    filter: among,
    because: 'an input changed',
    // What failed without a fingerprint may have failed of anything.
    isDue: async (build) =>
      build.state.name === 'failed' &&
      build.state.inputs !== null &&
      build.state.inputs !== (await findBuildInputs(farm, build)),
  });

/** Builds that failed for want of what was now published. */
export async function retryLacking(
  farm: SchedulerPorts,
  published: {
    readonly project: ProjectName;
    readonly version: Version;
    readonly importNames: readonly string[];
    /** Null: for all. */
    readonly target: TargetName | null;
  },
): Promise<void> {
  const { project, version, target } = published;
  const lacked: readonly Failure[] = [
    { kind: 'unmet-requirement', requirement: project, available: null },
    { kind: 'requirement-failed', requirement: project, build: 0 },
    { kind: 'requirement-cycle', requirement: project, through: [] },
    ...published.importNames
      .slice(0, mostModules)
      .map((module): Failure => ({ kind: 'missing-python-module', module, line: '' })),
  ];
  for (const { key: cause } of lacked.map(causeOf)) {
    await retryThose(farm, {
      filter: { cause, ...(target !== null && { target }) },
      because: 'a requirement was published',
      isDue: async ({ state }) =>
        state.name === 'failed' &&
        (!('requirement' in state.failure) || isMet(state.failure.requirement, version)),
    });
  }
}

function isMet(text: string, version: Version): boolean {
  const requirement = parseRequirement(text);
  return requirement !== null && meetsRequirement(version, requirement);
}

/** Builds that failed of the farm's own fault and have rested. */
export const retryRested = (farm: SchedulerPorts): Promise<void> =>
  retryThose(farm, {
    filter: { cause: 'worker-lost' },
    because: 'a pause is over',
    isDue: async ({ changedAt, attempts }) => farm.clock() - changedAt >= pauseAfter(attempts),
  });

/** One page after the other, newest first; costs one look a failed build that the filter finds. */
async function retryThose(
  farm: SchedulerPorts,
  wanted: {
    readonly filter: Pick<BuildFilter, 'target' | 'project' | 'cause'>;
    readonly because: RetryReason;
    readonly isDue: (build: Build) => Promise<boolean>;
  },
): Promise<void> {
  let before: BuildId | null = null;
  do {
    const filter: BuildFilter = { ...wanted.filter, states: ['failed'], limit: page };
    const builds: readonly Build[] = await farm.catalogue.listBuilds(
      before === null ? filter : { ...filter, before },
    );
    const retried: BuildId[] = [];
    for (const build of builds) {
      // Somebody else may have been quicker.
      if ((await wanted.isDue(build)) && (await retryBuild(farm, build.id)).ok) retried.push(build.id);
    }
    if (retried.length > 0)
      farm.report({ event: 'builds-retried', because: wanted.because, builds: retried });
    before = builds.length === page ? (builds.at(-1)?.id ?? null) : null;
  } while (before !== null);
}
