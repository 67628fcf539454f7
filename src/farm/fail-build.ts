import type { Failure } from '../domain/failure.ts';
import { findBuildInputs } from './find-build-inputs.ts';
import type { Build } from './records.ts';
import type { SchedulerPorts } from './scheduler-ports.ts';
import { settleWaiting } from './settle-waiting.ts';

/** Ends a build as failed, and tells those who waited for it. */
export async function failBuild(
  farm: SchedulerPorts,
  failed: { readonly build: Build; readonly failure: Failure },
): Promise<void> {
  const { build, failure } = failed;
  const inputs = await findBuildInputs(farm, build);
  const to = { name: 'failed', failure, inputs } as const;
  await farm.catalogue.moveBuild(build.id, { from: build.state.name, to, at: farm.clock() });
  await settleWaiting(farm, build.id);
}
