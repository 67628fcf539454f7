import * as z from 'zod';

/** A recipe that somebody wrote. */
export const RecipeView = z
  .object({
    project: z.string(),
    reason: z.string().meta({ description: 'The comment over it: why it exists' }),
    systemPackages: z
      .record(z.string(), z.array(z.string()))
      .meta({ description: 'By <family> or <family>-<release>' }),
    environment: z.record(z.string(), z.string()),
    configSettings: z.record(z.string(), z.string()),
    patches: z.array(z.object({ name: z.string(), versions: z.string() })),
    limits: z.record(z.string(), z.number()),
    smokeImports: z.array(z.string()),
  })
  .meta({ id: 'Recipe' });
export type RecipeView = z.infer<typeof RecipeView>;

export const RecipeList = z
  .object({
    recipes: z.array(RecipeView),
    next: z.string().nullable().meta({ description: 'Value of `after` for the next page' }),
  })
  .meta({ id: 'RecipeList' });
export type RecipeList = z.infer<typeof RecipeList>;

export const RecipeDetail = RecipeView.extend({
  yaml: z.string().meta({ description: 'The file as it is written' }),
}).meta({ id: 'RecipeDetail' });
export type RecipeDetail = z.infer<typeof RecipeDetail>;
