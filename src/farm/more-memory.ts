import type { Failure } from '../domain/failure.ts';
import { applyRecipe } from '../domain/recipe.ts';
import { memoryOfNextAttempt, retryPolicyOf } from '../domain/retry-policy.ts';
import type { Target } from '../domain/target.ts';
import type { Attempt, Build } from './records.ts';
import type { SchedulerPorts } from './scheduler-ports.ts';

/** Whether it is worth another attempt: its next one gets more memory than this one ran out of. */
export async function hasMoreMemory(
  farm: SchedulerPorts,
  failed: { readonly build: Build; readonly attempt: Attempt; readonly failure: Failure },
): Promise<boolean> {
  const { build, attempt, failure } = failed;
  const target = farm.targets.get(build.target);
  if (retryPolicyOf(failure) !== 'once-with-more-memory') return false;
  if (attempt.plan.kind !== 'build' || target === undefined) return false;
  const earlier = await farm.catalogue.listAttempts(build.id);
  return memoryFor(farm, { build, target, earlier }) > attempt.plan.limits.memoryBytes;
}

/** The memory that a build's next attempt gets, in bytes. */
export function memoryFor(
  farm: Pick<SchedulerPorts, 'recipes' | 'limits' | 'mostMemoryBytes'>,
  next: { readonly build: Build; readonly target: Target; readonly earlier: readonly Attempt[] },
): number {
  const { build, target, earlier } = next;
  const { project, version } = build.release;
  const recipe = farm.recipes.get(project);
  const own = recipe === undefined ? undefined : applyRecipe(recipe, { target, version }).limits.memoryBytes;
  const ranOut = earlier.flatMap(({ plan, outcome }) =>
    plan.kind === 'build' && outcome?.kind === 'failed' && outcome.failure.kind === 'out-of-memory'
      ? [plan.limits.memoryBytes]
      : [],
  );
  return memoryOfNextAttempt({
    usualBytes: own ?? farm.limits.memoryBytes,
    ranOut,
    mostBytes: farm.mostMemoryBytes,
  });
}
