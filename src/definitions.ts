import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { renderFileProblem, type FileProblem } from './domain/file-problem.ts';
import { parseIndexTreeFile } from './domain/index-tree-file.ts';
import { defaultIndexTree, type IndexTree } from './domain/index-tree.ts';
import { parseRecipeFile } from './domain/recipe-file.ts';
import type { Recipe } from './domain/recipe.ts';
import type { ProjectName } from './domain/release.ts';
import { parseTargetFile } from './domain/target-file.ts';
import { compareTargets, type Target } from './domain/target.ts';
import type { TargetTable } from './farm/ports.ts';

/** What stands in `images/` and `recipes/`. */
export type Definitions = {
  readonly targets: TargetTable;
  readonly recipes: ReadonlyMap<ProjectName, Recipe>;
  /** How each of them is written. */
  readonly recipeTexts: ReadonlyMap<ProjectName, string>;
};

/** The data that a farm starts from is wrong; every problem is listed, with file and line. */
export class BadDefinitions extends Error {
  override readonly name = 'BadDefinitions';
  readonly problems: readonly FileProblem[];
  constructor(problems: readonly FileProblem[]) {
    super(problems.map(renderFileProblem).join('\n'));
    this.problems = problems;
  }
}

export async function readDefinitions(folders: {
  readonly imagesFolder: string;
  readonly recipesFolder: string;
}): Promise<Definitions> {
  const problems: FileProblem[] = [];
  const targets: Target[] = [];
  for (const file of await readFolder(folders.imagesFolder, '.yaml')) {
    const parsed = parseTargetFile(file);
    if (parsed.ok) targets.push(parsed.value);
    else problems.push(...parsed.problem);
  }
  const patchFiles = await readFolder(join(folders.recipesFolder, 'patches'), '.patch');
  const patches = new Map(patchFiles.map(({ name, text }) => [name.slice(name.lastIndexOf('/') + 1), text]));
  const recipes = new Map<ProjectName, Recipe>();
  const recipeTexts = new Map<ProjectName, string>();
  for (const file of await readFolder(folders.recipesFolder, '.yaml')) {
    const parsed = parseRecipeFile(file, { patches, targets });
    if (parsed.ok) {
      recipes.set(parsed.value.project, parsed.value);
      recipeTexts.set(parsed.value.project, file.text);
    } else problems.push(...parsed.problem);
  }
  if (problems.length > 0) throw new BadDefinitions(problems);
  return {
    targets: new Map(targets.toSorted(compareTargets).map((target) => [target.name, target])),
    recipes,
    recipeTexts,
  };
}

async function readFolder(
  folder: string,
  ending: string,
): Promise<readonly { name: string; text: string }[]> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  return Promise.all(
    names
      .filter((name) => name.endsWith(ending))
      .sort()
      .map(async (name) => {
        const path = join(folder, name);
        return { name: path, text: await readFile(path, 'utf8') };
      }),
  );
}

/** The index tree of a file; without one, an index for each target over one of pure wheels. */
export async function readIndexTree(
  file: string | null,
  { targets, offered }: { readonly targets: TargetTable; readonly offered: readonly Target[] },
): Promise<IndexTree> {
  if (file === null) return defaultIndexTree(targets.keys());
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    const problem = `can't be read (WHEELYARD_INDEXES): ${error.code ?? error.message}`;
    throw new BadDefinitions([{ file, line: 1, column: 1, problem }]);
  });
  const surroundings = { targets: [...targets.keys()], offered: offered.map(({ name }) => name) };
  const tree = parseIndexTreeFile({ name: file, text }, surroundings);
  if (!tree.ok) throw new BadDefinitions(tree.problem);
  return tree.value;
}

/** The targets on offer: those named, or all that are supported. */
export function chooseTargets(targets: TargetTable, names: readonly string[] | null): readonly Target[] {
  const all = [...targets.values()];
  if (names === null) return all.filter(({ status }) => status === 'supported');
  return names.map((name) => {
    const target = all.find((candidate) => candidate.name === name);
    if (target === undefined) {
      throw new Error(
        `WHEELYARD_TARGETS: there is no target ${name}; there are ${all.map((one) => one.name).join(', ')}`,
      );
    }
    return target;
  });
}
