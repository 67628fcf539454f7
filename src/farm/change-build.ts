import { allowedActions, type BuildAction, type BuildId } from '../domain/build-state.ts';
import { bad, ok, type Result } from '../domain/result.ts';
import { platformOf } from '../domain/target.ts';
import type { Catalogue } from './catalogue-port.ts';
import type { Clock, Dispatcher, TargetTable } from './ports.ts';
import type { Build } from './records.ts';

export type ChangePorts = {
  readonly catalogue: Catalogue;
  readonly dispatcher: Dispatcher;
  readonly targets: TargetTable;
  readonly clock: Clock;
};

export type ChangeProblem =
  | { readonly kind: 'no-such-build'; readonly id: number }
  | { readonly kind: 'not-possible'; readonly action: BuildAction; readonly build: Build };

/** Runs a failed, cancelled or blocked build again, from its planning on. */
export const retryBuild = (farm: ChangePorts, id: BuildId): Promise<Result<Build, ChangeProblem>> =>
  runAgain(farm, { id, action: 'retry' });

/** Builds once more what was built well, from its planning on. What it published stays published. */
export const rebuildBuild = (farm: ChangePorts, id: BuildId): Promise<Result<Build, ChangeProblem>> =>
  runAgain(farm, { id, action: 'rebuild' });

async function runAgain(
  farm: ChangePorts,
  { id, action }: { readonly id: BuildId; readonly action: 'retry' | 'rebuild' },
): Promise<Result<Build, ChangeProblem>> {
  const build = await farm.catalogue.findBuild(id);
  if (build === null) return bad({ kind: 'no-such-build', id });
  if (!allowedActions[build.state.name].includes(action)) return bad({ kind: 'not-possible', action, build });
  const to = { name: 'queued', attempt: null } as const;
  await farm.catalogue.moveBuild(id, { from: build.state.name, to, at: farm.clock() });
  return found(farm, id);
}

/** Stops a build wherever it is; a worker that runs it is told to give up. */
export async function cancelBuild(
  farm: ChangePorts,
  request: { readonly id: BuildId; readonly by: string },
): Promise<Result<Build, ChangeProblem>> {
  const build = await farm.catalogue.findBuild(request.id);
  if (build === null) return bad({ kind: 'no-such-build', id: request.id });
  const { state } = build;
  if (!allowedActions[state.name].includes('cancel'))
    return bad({ kind: 'not-possible', action: 'cancel', build });
  const moved = await farm.catalogue.moveBuild(build.id, {
    from: state.name,
    to: { name: 'cancelled', by: request.by },
    at: farm.clock(),
  });
  // It went on to its next state in between: look again.
  if (!moved) return cancelBuild(farm, request);
  const attempt = 'attempt' in state ? state.attempt : null;
  const target = farm.targets.get(build.target);
  if (attempt !== null && target !== undefined) await farm.dispatcher.withdraw(attempt, platformOf(target));
  return found(farm, build.id);
}

async function found(farm: ChangePorts, id: BuildId): Promise<Result<Build, ChangeProblem>> {
  const build = await farm.catalogue.findBuild(id);
  return build === null ? bad({ kind: 'no-such-build', id }) : ok(build);
}
