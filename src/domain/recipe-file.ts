import { validRange } from '@renovatebot/pep440';
import { z } from 'zod';
import { parseDefinitionFile, type DefinitionFile } from './definition-file.ts';
import { environmentSchema } from './environment-schema.ts';
import type { FileProblem } from './file-problem.ts';
import { limitsSchema } from './limits-schema.ts';
import { osPackages } from './os-package-schema.ts';
import type { Recipe } from './recipe.ts';
import { parseProjectName, type ProjectName } from './release.ts';
import { ok, type Result } from './result.ts';
import type { Target } from './target.ts';

/** What a recipe may refer to. */
export type RecipeSurroundings = {
  /** Contents of `recipes/patches/`, by file name. */
  readonly patches: ReadonlyMap<string, string>;
  /** Every target that has a definition: OS packages can be named for their families and releases only. */
  readonly targets: readonly Pick<Target, 'family' | 'release'>[];
};

/** Reads `recipes/<project>.yaml`; lists every problem of it. */
export function parseRecipeFile(
  file: DefinitionFile,
  surroundings: RecipeSurroundings,
): Result<Recipe, readonly FileProblem[]> {
  const read = parseDefinitionFile(file, recipeSchema(file.name, surroundings));
  if (!read.ok) return read;
  const { value, reason } = read.value;
  return ok({
    project: value.project,
    reason,
    systemPackages: value['system-packages'],
    environment: value.environment,
    configSettings: value['config-settings'],
    patches: value.patches,
    limits: value.limits,
    smokeImports: value['smoke-imports'],
  });
}

/** Every check sits on the field that it is about, so that one wrong field does not hide another. */
function recipeSchema(fileName: string, { patches, targets }: RecipeSurroundings) {
  return z.strictObject({
    project: projectOf(fileName),
    'system-packages': systemPackages(targets).default({}),
    environment: environmentSchema.default({}),
    'config-settings': configSettings.default({}),
    patches: z.array(patchAmong(patches)).max(50).default([]),
    limits: limitsSchema.default({}),
    'smoke-imports': z.array(moduleName).max(50).default([]),
  });
}

function projectOf(fileName: string) {
  const expected = (fileName.split('/').at(-1) ?? '').replace(/\.yaml$/, '');
  return z.string().transform((text, context): ProjectName => {
    const name = parseProjectName(text);
    if (name.ok && name.value === expected) return name.value;
    const message = name.ok ? `the recipe of ${name.value} belongs into ${name.value}.yaml` : name.problem;
    context.addIssue({ code: 'custom', message });
    return z.NEVER;
  });
}

function systemPackages(targets: RecipeSurroundings['targets']) {
  const keys = targets.flatMap(({ family, release }) => [
    [family, osPackages(family).optional()] as const,
    [`${family}-${release}`, osPackages(family).optional()] as const,
  ]);
  return z
    .strictObject(Object.fromEntries(keys))
    .transform((written) =>
      Object.fromEntries(
        Object.entries(written).flatMap(([key, names]) =>
          names === undefined ? [] : [[key, names] as const],
        ),
      ),
    );
}

/** Become `--config-settings=<key>=<value>` of pip; setuptools' own keys begin with dashes (`--build-option`). */
const configSettings = z.record(
  z
    .string()
    .regex(
      /^-{0,2}[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/,
      'the key of a config setting has letters, digits, ".", "_" and "-" only',
    ),
  z.string().max(1000),
);

function patchAmong(patches: ReadonlyMap<string, string>) {
  const file = z.string().superRefine((name, context) => {
    const diff = patches.get(name);
    const problem =
      diff === undefined
        ? `no file ${JSON.stringify(name.slice(0, 80))} in recipes/patches/`
        : /^@@ -\d/m.test(diff)
          ? null
          : `${name} is not a unified diff`;
    if (problem !== null) context.addIssue({ code: 'custom', message: problem });
  });
  return z
    .strictObject({ file, versions: specifier.default('') })
    .transform(({ file: name, versions }) => ({ name, versions, diff: patches.get(name) ?? '' }));
}

const specifier = z.string().refine((text) => text.length <= 200 && validRange(text), {
  error: ({ input }) => `${JSON.stringify(String(input).slice(0, 80))} is not a version specifier (PEP 440)`,
});

const moduleName = z
  .string()
  .regex(/^[A-Za-z_]\w{0,99}(\.[A-Za-z_]\w{0,99}){0,9}$/, 'not the dotted name of a Python module');
