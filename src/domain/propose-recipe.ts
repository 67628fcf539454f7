import { isMap, parseDocument } from 'yaml';
import { namesSystemPackages, type Recipe } from './recipe.ts';
import type { ProjectName } from './release.ts';
import {
  listLearnedPackages,
  renderEvidence,
  renderLearnedRecipe,
  type Learned,
} from './render-learned-recipe.ts';

/** A person's recipe: what it says, and how it is written. */
type PresentRecipe = { readonly recipe: Recipe; readonly text: string };

/**
 * A project's recipe file as it would be with what was learned: a new one, or the present one with the packages of targets
 * that it names none for. What a person wrote stays as it is; the evidence is added to the comment at its top.
 */
export function proposeRecipe(
  project: ProjectName,
  { learned, present }: { readonly learned: readonly Learned[]; readonly present: PresentRecipe | null },
): string {
  if (present === null) return renderLearnedRecipe(project, learned);
  const missing = learned.filter(({ target }) => !namesSystemPackages(present.recipe, target));
  if (missing.length === 0) return present.text;
  const comment = missing.flatMap(({ recipe }) => renderEvidence(recipe));
  const document = parseDocument(addToComment(present.text, ['Learned by the farm:', ...comment]), {
    schema: 'failsafe',
  });
  // Without anything under it, the key stands for nothing.
  if (!isMap(document.get('system-packages'))) document.set('system-packages', document.createNode({}));
  for (const [key, packages] of listLearnedPackages(missing, Object.keys(present.recipe.systemPackages)))
    document.setIn(['system-packages', key], [...packages]);
  return document.toString({ lineWidth: 0, flowCollectionPadding: false });
}

/** Behind the last line of the comment at the top. */
function addToComment(text: string, added: readonly string[]): string {
  const lines = text.split('\n');
  const end = lines.findIndex((line) => !line.startsWith('#'));
  const comment = added.map((line) => `# ${line}`);
  return [...lines.slice(0, end), ...comment, ...lines.slice(end)].join('\n');
}
