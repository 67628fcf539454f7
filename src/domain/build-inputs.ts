import type { LearnedRecipe } from './learned-recipe.ts';
import type { Recipe } from './recipe.ts';
import { sha256Of, type Sha256 } from './sha256.ts';

/** What decides how a build goes, besides the wheels of its requirements. */
export type BuildInputs = {
  readonly sdist: Sha256;
  /** Identity of the target's plain build image; null while none was seen. */
  readonly image: Sha256 | null;
  readonly recipe: Recipe | null;
  /** What is known of the project's OS packages, on this target and its sisters. */
  readonly learned: readonly LearnedRecipe[];
  /** Whether the farm knows which OS package of the target has which file. It is made anew with each image. */
  readonly hasFileIndex: boolean;
};

/** Two builds with the same fingerprint would go the same way. */
export function fingerprintInputs({ sdist, image, recipe, learned, hasFileIndex }: BuildInputs): Sha256 {
  // A better reason for a recipe does not change what it does.
  const { reason: _reason, ...effect } = recipe ?? { reason: '' };
  const packages = learned.map((each) => [
    each.target,
    each.packages.map(({ package: name }) => name).sort(),
    each.extraRequires,
    each.loosened,
  ]);
  return sha256Of(JSON.stringify([sdist, image, effect, packages, hasFileIndex]));
}
