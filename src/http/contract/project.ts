import * as z from 'zod';
import { BuildView } from './build.ts';
import { LearnedRecipeView } from './learned-recipe.ts';
import { BuildSummaryView } from './matrix.ts';
import { RecipeView } from './recipe.ts';
import { Sha256Text } from './sdist.ts';
import { ProjectStatusView } from './simple-index.ts';

export const ProjectFileView = z
  .object({
    index: z.string().meta({ description: 'The node of the tree that it lies in' }),
    filename: z.string(),
    path: z.string().meta({ description: 'Below the address of the farm' }),
    sha256: Sha256Text,
    sizeBytes: z.int(),
    requiresPython: z.string().nullable(),
    publishedAt: z.number(),
    build: z.int().nullable(),
    uploadedBy: z.string().nullable().meta({ description: 'Null: it was built here' }),
    yanked: z.string().nullable().meta({ description: 'Why it was taken back' }),
  })
  .meta({ id: 'ProjectFile' });
export type ProjectFileView = z.infer<typeof ProjectFileView>;

const ReleaseView = z.object({
  version: z.string(),
  sdist: z
    .object({ sha256: Sha256Text, filename: z.string(), sizeBytes: z.int(), addedAt: z.number() })
    .nullable()
    .meta({ description: 'Null: there are only files that were uploaded ready-made' }),
  builds: z.array(BuildSummaryView),
  files: z.array(ProjectFileView),
});
export type ReleaseView = z.infer<typeof ReleaseView>;

const ProjectTargetView = z.object({
  name: z.string(),
  isOffered: z.boolean(),
  wheel: z
    .object({ version: z.string(), filename: z.string() })
    .nullable()
    .meta({ description: 'The newest that installers see there' }),
  build: BuildView.nullable().meta({ description: 'Of the newest version that was wished there' }),
});
export type ProjectTargetView = z.infer<typeof ProjectTargetView>;

export const ProjectView = z
  .object({
    project: z.string(),
    targets: z
      .array(ProjectTargetView)
      .meta({ description: 'As the releases of this page have it: ask for it without `before`' }),
    releases: z.array(ReleaseView).meta({ description: 'Newest version first' }),
    next: z.string().nullable().meta({ description: 'Value of `before` for the next page of releases' }),
    statuses: z.array(ProjectStatusView.extend({ index: z.string() })),
    recipe: RecipeView.nullable(),
    learned: z.array(LearnedRecipeView),
    requesters: z
      .array(z.object({ name: z.string(), builds: z.int(), newestAt: z.number() }))
      .meta({ description: 'Who asked for the builds of these releases, those of most first' }),
  })
  .meta({ id: 'Project' });
export type ProjectView = z.infer<typeof ProjectView>;
