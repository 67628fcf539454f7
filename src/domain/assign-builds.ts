import { fitsSpecifier } from './release.ts';
import { looksPure, type Sdist } from './sdist.ts';
import { compareTargets, type Target } from './target.ts';

/** What a new build begins as. `after-first`: waits for the first of the list, whose wheel may answer it. */
export type Assignment = {
  readonly target: Target;
  readonly start:
    | { readonly kind: 'now' }
    | { readonly kind: 'after-first' }
    | { readonly kind: 'blocked'; readonly rule: string };
};

/**
 * Which builds a wish makes, in the order in which they must be made. An sdist without native sources is built on the
 * lowest offered target that its Requires-Python allows, wished or not: its wheel serves every target.
 */
export function assignBuilds(
  sdist: Sdist,
  targets: { readonly wished: readonly Target[]; readonly offered: readonly Target[] },
): readonly Assignment[] {
  const requiresPython = sdist.facts.requiresPython ?? '';
  const allows = (target: Target): boolean => fitsSpecifier(`${target.pythonVersion}.99`, requiresPython);
  const blocked: Assignment[] = targets.wished
    .filter((target) => !allows(target))
    .map((target) => ({
      target,
      start: {
        kind: 'blocked',
        rule: `requires Python ${requiresPython}; the target has ${target.pythonVersion}`,
      },
    }));
  const wished = targets.wished.filter(allows).sort(compareTargets);
  if (!looksPure(sdist.facts) || wished.length === 0) {
    return [...wished.map((target): Assignment => ({ target, start: { kind: 'now' } })), ...blocked];
  }
  const lowest = [...targets.offered, ...wished].filter(allows).sort(compareTargets)[0];
  if (lowest === undefined) return blocked;
  const others = wished.filter((target) => target.name !== lowest.name);
  return [
    { target: lowest, start: { kind: 'now' } },
    ...others.map((target): Assignment => ({ target, start: { kind: 'after-first' } })),
    ...blocked,
  ];
}
