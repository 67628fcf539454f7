import { buildStateNames, type BuildStateName } from '../domain/build-state.ts';

/** Every state, those that no build is in too. */
export function countEach(
  rows: readonly { readonly state: BuildStateName; readonly builds: number }[],
): Record<BuildStateName, number> {
  const count = (name: BuildStateName): number => rows.find(({ state }) => state === name)?.builds ?? 0;
  const [queued, waiting, building, verifying, publishing, held, succeeded, failed, blocked, cancelled] =
    buildStateNames;
  return {
    queued: count(queued),
    waiting: count(waiting),
    building: count(building),
    verifying: count(verifying),
    publishing: count(publishing),
    held: count(held),
    succeeded: count(succeeded),
    failed: count(failed),
    blocked: count(blocked),
    cancelled: count(cancelled),
  };
}
