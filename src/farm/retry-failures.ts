import type { BuildId } from '../domain/build-state.ts';
import { retryBuild, type ChangePorts } from './change-build.ts';

const page = 200;

/**
 * Runs a page of the builds again that failed of one cause, newest first. `next` goes into `before` for the page after
 * it; null: that was the last. Each build is met once, also one that fails again in between.
 */
export async function retryFailures(
  farm: ChangePorts,
  wanted: { readonly cause: string; readonly before: BuildId | null },
): Promise<{ readonly retried: readonly BuildId[]; readonly next: BuildId | null }> {
  const { cause, before } = wanted;
  const builds = await farm.catalogue.listBuilds({
    cause,
    states: ['failed'],
    limit: page,
    ...(before !== null && { before }),
  });
  const retried: BuildId[] = [];
  for (const { id } of builds) {
    // Somebody else may have been quicker.
    if ((await retryBuild(farm, id)).ok) retried.push(id);
  }
  return { retried, next: builds.length === page ? (builds.at(-1)?.id ?? null) : null };
}
