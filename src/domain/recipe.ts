import type { Limits } from './limits.ts';
import { fitsSpecifier, type ProjectName, type Version } from './release.ts';
import type { Target } from './target.ts';

/** How a project differs from the default, as written in `recipes/<project>.yaml`. */
export type Recipe = {
  readonly project: ProjectName;
  /** The comment above the recipe: why it exists. */
  readonly reason: string;
  /** OS packages by `<family>` or `<family>-<release>`; the more exact key replaces the other. Ubuntu falls back to debian. */
  readonly systemPackages: Readonly<Record<string, readonly string[]>>;
  readonly environment: Readonly<Record<string, string>>;
  readonly configSettings: Readonly<Record<string, string>>;
  readonly patches: readonly RecipePatch[];
  readonly limits: Partial<Limits>;
  /** Modules that must import in the runtime image. Empty: the wheel's own top-level names. */
  readonly smokeImports: readonly string[];
};

export type RecipePatch = {
  /** File name below `recipes/patches/`. */
  readonly name: string;
  /** PEP 440 specifier set of the versions that get the patch; empty: all. */
  readonly versions: string;
  /** The unified diff itself, applied with `-p1`. */
  readonly diff: string;
};

/** A recipe as it applies to one release on one target: nothing left to choose. */
export type AppliedRecipe = Omit<Recipe, 'project' | 'reason' | 'systemPackages' | 'patches'> & {
  readonly osPackages: readonly string[];
  readonly patches: readonly { readonly name: string; readonly diff: string }[];
};

export const noRecipe: AppliedRecipe = {
  osPackages: [],
  environment: {},
  configSettings: {},
  patches: [],
  limits: {},
  smokeImports: [],
};

export function applyRecipe(recipe: Recipe, to: { target: Target; version: Version }): AppliedRecipe {
  const { project: _project, reason: _reason, systemPackages, patches, ...rest } = recipe;
  return {
    ...rest,
    osPackages: [...new Set(packagesFor(systemPackages, to.target))].sort(),
    patches: patches
      .filter((patch) => fitsSpecifier(to.version, patch.versions))
      .map(({ name, diff }) => ({ name, diff })),
  };
}

/** Whether somebody has decided which OS packages the project gets on this target; that may be none. */
export const namesSystemPackages = ({ systemPackages }: Recipe, target: Target): boolean =>
  keyFor(systemPackages, target) !== undefined;

function packagesFor(systemPackages: Recipe['systemPackages'], target: Target): readonly string[] {
  const key = keyFor(systemPackages, target);
  return key === undefined ? [] : (systemPackages[key] ?? []);
}

function keyFor(systemPackages: Recipe['systemPackages'], target: Target): string | undefined {
  const keys = [`${target.family}-${target.release}`, target.family];
  if (target.family === 'ubuntu') keys.push('debian');
  return keys.find((candidate) => systemPackages[candidate] !== undefined);
}
