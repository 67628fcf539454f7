import type { Failure } from '../domain/failure.ts';
import { isRequiredAtRunTime, mayLoosen } from '../domain/loose-bounds.ts';
import type { Evidence, UnmetRequirement } from '../domain/outcome.ts';
import type { Plan } from '../domain/plan.ts';
import type { ProjectName } from '../domain/release.ts';
import { meetsRequirement, parseRequirement } from '../domain/requirement.ts';
import type { Attempt } from './records.ts';
import type { SchedulerPorts } from './scheduler-ports.ts';

type Requirements = { readonly requiresDist: readonly string[] };

/** Projects whose bound the attempt after `last` need not hold: nothing that fits them could be had. */
export function loosenedAfter(
  last: Attempt | null,
  { unmet, requiresDist }: Requirements & { readonly unmet: readonly UnmetRequirement[] },
): readonly ProjectName[] {
  if (last?.plan.kind !== 'build') return [];
  const asked = last.outcome?.kind === 'needs' ? last.outcome.requirements : [];
  const now = unmet
    .filter((need) => asked.some(({ requirement }) => requirement === need.requirement))
    .flatMap((need) => mayLoosen(need, requiresDist)?.project ?? []);
  return [...new Set([...last.plan.loosened, ...now])];
}

/** Whether one more attempt may do without the bound: not if the last one did already. */
export function mayBeLoosened(
  farm: Pick<SchedulerPorts, 'loosensBounds'>,
  of: Requirements & { readonly need: UnmetRequirement; readonly attempts: readonly Attempt[] },
): boolean {
  const loose = farm.loosensBounds ? mayLoosen(of.need, of.requiresDist) : null;
  if (loose === null) return false;
  const last = of.attempts.findLast(({ plan }) => plan.kind === 'build')?.plan;
  return last?.kind === 'build' && !last.loosened.includes(loose.project);
}

/** A wheel that needs at run time what it was built against the bounds of can't be trusted. */
export function looseAtRunTime(
  plan: Plan | null,
  { requiresDist, evidence }: Requirements & { readonly evidence: Pick<Evidence, 'requirements'> },
): Failure | null {
  const loosened = plan?.kind === 'build' ? plan.loosened : [];
  for (const { requirement, version } of evidence.requirements) {
    const parsed = parseRequirement(requirement);
    if (parsed === null || !loosened.includes(parsed.project) || meetsRequirement(version, parsed)) continue;
    if (isRequiredAtRunTime(parsed.project, requiresDist))
      return { kind: 'unmet-requirement', requirement, available: version };
  }
  return null;
}
