import type { Sdist } from '../domain/sdist.ts';
import type { UnmetRequirement } from '../domain/outcome.ts';
import { extraRequirements } from './extra-requirements.ts';
import type { Attempt } from './records.ts';

/** PEP 517: what a project without pyproject.toml is built with. */
const legacyRequires = ['setuptools', 'wheel'];

/** All that is known to be needed for a build: what it declares, what its attempts came back for, what they failed for. */
export type KnownRequirements = {
  readonly all: readonly string[];
  readonly needs: readonly UnmetRequirement[];
  readonly extra: readonly string[];
};

export function knownRequirements(sdist: Sdist, earlier: readonly Attempt[]): KnownRequirements {
  const needs = earlier.flatMap(({ outcome }) => (outcome?.kind === 'needs' ? outcome.requirements : []));
  const extra = extraRequirements(earlier, sdist.release.project).map(({ requirement }) => requirement);
  const declared = sdist.facts.buildSystem?.requires ?? legacyRequires;
  const all = [...declared, ...needs.map(({ requirement }) => requirement), ...extra];
  return { all, needs, extra };
}
