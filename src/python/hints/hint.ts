import type { Missing } from '../../domain/missing.ts';

/**
 * How much a place says that a build will look for what it names. `declared`: the project says so (PEP 725).
 * `required`: its build files stop without it. `used`: its own sources name it, whatever the configuration. `linked`: a
 * linker option. `possible`: only in some configuration, or an option of the build files.
 */
const strengths = ['declared', 'required', 'used', 'linked', 'possible'] as const;

export type Strength = (typeof strengths)[number];

export type Hint = Missing & { readonly strength: Strength };

/** Strongest first, else in the order in which they were met; without doubles. */
export function rankHints(hints: Iterable<Hint>, most: number): readonly Missing[] {
  const ranked = [...hints].sort(
    (one, other) => strengths.indexOf(one.strength) - strengths.indexOf(other.strength),
  );
  const unique = new Map(ranked.toReversed().map(({ kind, name }) => [`${kind} ${name}`, { kind, name }]));
  return [...unique.values()].reverse().slice(0, most);
}
