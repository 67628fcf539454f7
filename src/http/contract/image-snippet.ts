import * as z from 'zod';

export const SnippetRequest = z
  .strictObject({
    target: z.string().max(64),
    index: z.string().max(64).optional().meta({ description: "Else that of the target's wheels" }),
    requirements: z.string().max(60_000).meta({ description: 'What stands in a requirements.txt' }),
  })
  .meta({ id: 'SnippetRequest' });
export type SnippetRequest = z.infer<typeof SnippetRequest>;

export const ImageSnippet = z
  .object({
    target: z.string(),
    index: z.string(),
    osPackages: z.array(z.object({ name: z.string(), files: z.array(z.string()) })).meta({
      description: 'OS packages that the wheels link, each with those wheels',
    }),
    files: z.array(z.string()).meta({ description: 'The wheels that meet the requirements, and theirs' }),
    missing: z.array(z.string()).meta({ description: 'Requirements that the index has no wheel for' }),
    unknown: z
      .array(z.string())
      .meta({ description: 'Wheels not built here, whose libraries are not known' }),
    skipped: z.array(z.string()).meta({ description: 'Lines that name no project' }),
    dockerfile: z.string(),
  })
  .meta({ id: 'ImageSnippet' });
export type ImageSnippet = z.infer<typeof ImageSnippet>;
