import * as z from 'zod';

export const LearnedRecipeView = z
  .object({
    project: z.string(),
    target: z.string(),
    packages: z
      .array(z.object({ package: z.string(), wants: z.object({ kind: z.string(), name: z.string() }) }))
      .meta({ description: 'OS packages and what each was wanted for; none: it builds without any' }),
    extraRequires: z.array(z.string()).meta({ description: 'Build requirements that it does not name' }),
    loosened: z
      .array(z.string())
      .meta({ description: 'Projects whose version that is there does, whatever bounds say' }),
    versions: z.object({ lowest: z.string(), highest: z.string() }),
    build: z.int(),
    attempts: z.int(),
    learnedAt: z.number(),
    isOverruled: z.boolean().meta({ description: "Whether a person's recipe names the packages instead" }),
  })
  .meta({ id: 'LearnedRecipe' });
export type LearnedRecipeView = z.infer<typeof LearnedRecipeView>;

export const LearnedRecipeList = z
  .object({
    recipes: z.array(LearnedRecipeView),
    next: z.string().nullable().meta({ description: 'Value of `after` for the next page' }),
  })
  .meta({ id: 'LearnedRecipeList' });
export type LearnedRecipeList = z.infer<typeof LearnedRecipeList>;

export const LearnedRecipeDetail = z
  .object({
    project: z.string(),
    recipes: z.array(LearnedRecipeView),
    yaml: z.string().meta({ description: 'As a recipe file, for a person to read and keep' }),
    present: z.string().nullable().meta({ description: "The project's recipe file, where it has one" }),
    proposal: z
      .string()
      .meta({ description: 'That file with what was learned and it does not name; without one, as `yaml`' }),
  })
  .meta({ id: 'LearnedRecipeDetail' });
export type LearnedRecipeDetail = z.infer<typeof LearnedRecipeDetail>;
