import type { Failure } from '../domain/failure.ts';
import { requirementOfModule } from '../domain/module-requirement.ts';
import type { Plan } from '../domain/plan.ts';
import type { ProjectName } from '../domain/release.ts';
import { parseRequirement } from '../domain/requirement.ts';
import type { Attempt } from './records.ts';

/** A build that names nothing of what it imports is not worth more attempts. */
const mostExtra = 10;

export type ExtraRequirement = { readonly requirement: string; readonly failure: Failure };

/** What a failed attempt asks for without having named it: the project of a module that it could not import. */
export function extraRequirementOf(failure: Failure, builds: ProjectName): ExtraRequirement | null {
  if (failure.kind !== 'missing-python-module' && failure.kind !== 'removed-module') return null;
  const requirement = requirementOfModule(failure.module);
  // What imports itself before it is built can't be helped by another copy of it.
  if (requirement === null || parseRequirement(requirement)?.project === builds) return null;
  return { requirement, failure };
}

/** What a build is given beyond what it names, because earlier attempts failed for want of it. */
export function extraRequirements(
  earlier: readonly Attempt[],
  builds: ProjectName,
): readonly ExtraRequirement[] {
  const extra = new Map<string, ExtraRequirement>();
  for (const { outcome } of earlier) {
    const wanted = outcome?.kind === 'failed' ? extraRequirementOf(outcome.failure, builds) : null;
    if (wanted !== null && !extra.has(wanted.requirement)) extra.set(wanted.requirement, wanted);
  }
  return [...extra.values()].slice(0, mostExtra);
}

/** Whether another attempt that lays in what this one could not import is worth it: once a module. */
export function isWorthAsking(
  failed: { readonly plan: Plan; readonly failure: Failure },
  builds: ProjectName,
): boolean {
  if (failed.plan.kind !== 'build') return false;
  const { extraRequires } = failed.plan;
  const wanted = extraRequirementOf(failed.failure, builds);
  return wanted !== null && extraRequires.length < mostExtra && !extraRequires.includes(wanted.requirement);
}
