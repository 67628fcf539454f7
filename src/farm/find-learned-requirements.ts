import type { LearnedRecipe } from '../domain/learned-recipe.ts';
import { parseRequirement } from '../domain/requirement.ts';
import type { Subject } from './next-step.ts';
import type { Attempt } from './records.ts';
import type { SchedulerPorts } from './scheduler-ports.ts';

/**
 * What was learned of a project's build requirements: those that it does not name, also from a sister target; bounds that
 * were not held, from this target alone, for another release has other versions. What an attempt of the present try came
 * back for is not insisted on.
 */
export async function findLearnedRequirements(
  farm: SchedulerPorts,
  { build, target }: Pick<Subject, 'build' | 'target'>,
  presentTry: readonly Attempt[],
): Promise<Pick<LearnedRecipe, 'extraRequires' | 'loosened'>> {
  const learned = await farm.catalogue.listLearnedRecipesOf(build.release.project);
  const here = learned.find((each) => each.target === target.name);
  const sister = learned.find((each) => farm.targets.get(each.target)?.family === target.family);
  const refused = presentTry.flatMap(({ outcome }) =>
    outcome?.kind === 'needs'
      ? outcome.requirements.map(({ requirement }) => parseRequirement(requirement)?.project)
      : [],
  );
  return {
    extraRequires: ((here ?? sister)?.extraRequires ?? []).filter(
      (requirement) => !refused.includes(parseRequirement(requirement)?.project),
    ),
    loosened: here?.loosened ?? [],
  };
}
