import type { Evidence } from '../domain/outcome.ts';
import { planVerification } from '../domain/plan-attempt.ts';
import { platformOf } from '../domain/target.ts';
import type { WheelFacts } from '../domain/wheel.ts';
import { queuePriority } from '../domain/queue-priority.ts';
import type { Build } from './records.ts';
import type { SchedulerPorts } from './scheduler-ports.ts';

/** Has a wheel imported in the target's runtime image, with only the OS packages that own what it links. */
export async function startVerification(
  farm: SchedulerPorts,
  built: { readonly build: Build; readonly wheel: WheelFacts; readonly evidence: Evidence },
): Promise<void> {
  const { build, wheel, evidence } = built;
  const target = farm.targets.get(build.target);
  if (target === undefined) return;
  const recipe = farm.recipes.get(build.release.project) ?? null;
  const { linkedLibraries } = evidence;
  const revision = await farm.catalogue.findRevision(target.name);
  const attempt = await farm.catalogue.addAttempt(build.id, {
    from: build.state.name,
    plan: (id) =>
      planVerification({
        attempt: id,
        target,
        recipe,
        wheel,
        linkedLibraries,
        limits: farm.limits,
        revision,
      }),
    state: (id) => ({ name: 'verifying', attempt: id, wheel: wheel.sha256 }),
    platform: platformOf(target),
    at: farm.clock(),
  });
  if (attempt === null) return;
  const priority = queuePriority(attempt.plan, build.priority);
  await farm.dispatcher.dispatch(attempt.plan, { platform: attempt.platform, priority });
}
