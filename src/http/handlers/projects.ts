import { compareVersions, type ProjectName, type Version } from '../../domain/release.ts';
import type { ProjectView } from '../contract/project.ts';
import type { HttpFarm } from '../http-ports.ts';
import { json, notFound, type Reply } from '../reply.ts';
import { viewLearnedRecipe } from '../views/learned-recipe-view.ts';
import { viewReleases, viewRequesters, viewTargets } from '../views/project-view.ts';
import { viewRecipe } from '../views/recipe-view.ts';

/** All that the farm knows of a project, by a fixed number of looks; of its releases a page. */
export async function showProject(
  farm: HttpFarm,
  given: {
    readonly params: { readonly project: ProjectName };
    readonly query: { readonly before?: Version | undefined; readonly limit: number };
  },
): Promise<Reply<ProjectView>> {
  const { project } = given.params;
  const { before, limit } = given.query;
  const { catalogue } = farm;
  const versions = await catalogue.listVersions(project);
  const learned = await catalogue.listLearnedRecipesOf(project);
  const recipe = farm.recipes.get(project);
  if (versions.length === 0 && learned.length === 0 && recipe === undefined)
    return notFound(`the farm knows no project ${project}`);
  const older = before === undefined ? versions : versions.filter((one) => compareVersions(one, before) < 0);
  const page = older.toSorted((one, other) => compareVersions(other, one)).slice(0, limit);
  const known = await catalogue.listReleases({ project, versions: page });
  const statuses = await catalogue.listProjectStatuses({ project, nodes: [...farm.indexes.nodes.keys()] });
  return json(200, {
    project,
    targets: viewTargets(farm, { project, ...known }),
    releases: viewReleases(page, known),
    next: older.length > limit ? (page.at(-1) ?? null) : null,
    statuses: statuses.map(({ node, status, reason }) => ({
      index: node,
      status,
      ...(reason !== null && { reason }),
    })),
    recipe: recipe === undefined ? null : viewRecipe(recipe),
    learned: learned.map((one) => viewLearnedRecipe(farm, one)),
    requesters: viewRequesters(known.builds),
  });
}
