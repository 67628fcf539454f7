import { stringify } from 'yaml';
import type { LearnedRecipe } from './learned-recipe.ts';
import { renderMissing } from './missing.ts';
import type { ProjectName } from './release.ts';
import type { Family, Target } from './target.ts';

/** With the target that it was learned on. */
export type Learned = { readonly recipe: LearnedRecipe; readonly target: Target };

/**
 * What was learned of a project as a recipe file: the evidence as the comment above, packages by family, or by release
 * where the releases of a family differ. A person reads it before it counts as a recipe.
 */
export function renderLearnedRecipe(project: ProjectName, learned: readonly Learned[]): string {
  const systemPackages = Object.fromEntries(listLearnedPackages(learned, []));
  const comment = ['Learned by the farm:', ...learned.flatMap(({ recipe }) => renderEvidence(recipe))];
  return `${comment.map((line) => `# ${line}`).join('\n')}\n${stringify({ project, 'system-packages': systemPackages })}`;
}

type Entry = readonly [key: string, packages: readonly string[]];

/** By family, or by release: also of a family whose releases have keys of their own in the present recipe. */
export function listLearnedPackages(
  learned: readonly Learned[],
  presentKeys: readonly string[],
): readonly Entry[] {
  const families = [...new Set(learned.map(({ target }) => target.family))].sort();
  return families.flatMap((family) => {
    const isByRelease = presentKeys.some((key) => key.startsWith(`${family}-`));
    return packagesOf(family, { learned, isByRelease });
  });
}

function packagesOf(
  family: Family,
  { learned, isByRelease }: { readonly learned: readonly Learned[]; readonly isByRelease: boolean },
): readonly Entry[] {
  const byRelease = new Map<string, readonly string[]>();
  for (const { recipe, target } of learned) {
    if (target.family !== family) continue;
    const before = byRelease.get(target.release) ?? [];
    byRelease.set(target.release, [...new Set([...before, ...namesOf(recipe)])].sort());
  }
  const [first = [], ...others] = [...byRelease.values()];
  const isOne = !isByRelease && others.every((names) => names.join(' ') === first.join(' '));
  return isOne
    ? [[family, first]]
    : [...byRelease].map(([release, names]): Entry => [`${family}-${release}`, names]);
}

export function renderEvidence(recipe: LearnedRecipe): readonly string[] {
  const { lowest, highest } = recipe.versions;
  const versions = lowest === highest ? lowest : `${lowest} to ${highest}`;
  const attempts = recipe.attempts === 1 ? '1 attempt' : `${recipe.attempts} attempts`;
  const day = new Date(recipe.learnedAt).toISOString().slice(0, 10);
  return [
    `${recipe.target}: ${versions}, build ${recipe.build} after ${attempts}, ${day}`,
    ...recipe.extraRequires.map((requirement) => `  given ${plain(requirement)}, which it does not name`),
    ...recipe.loosened.map((project) => `  bound on ${project} not held`),
    ...recipe.packages.map(({ package: name, wants }) => `  ${name} for ${plain(renderMissing(wants))}`),
  ];
}

/** What a build looked for is its own words: one line, nothing that a terminal or YAML takes for more. */
const plain = (words: string): string => words.replaceAll(/[^\x20-\x7e]/g, '?').slice(0, 120);

const namesOf = ({ packages }: LearnedRecipe): readonly string[] => packages.map(({ package: name }) => name);
