import * as z from 'zod';
import { Sha256Text } from './sdist.ts';

export const PruneRequest = z
  .strictObject({
    keep: z
      .int()
      .min(1)
      .max(1000)
      .meta({ description: 'How many of the newest builds of each wheel stay in any case' }),
    days: z
      .number()
      .min(0)
      .max(36_500)
      .meta({ description: 'What was the newest within so many days stays, too' }),
    dryRun: z.boolean().default(true).meta({ description: 'Tell what would go, and do nothing' }),
  })
  .meta({ id: 'PruneRequest' });
export type PruneRequest = z.input<typeof PruneRequest>;

export const PrunedFiles = z
  .object({
    dryRun: z.boolean(),
    files: z
      .array(
        z.object({ index: z.string(), filename: z.string(), sha256: Sha256Text, publishedAt: z.number() }),
      )
      .meta({ description: 'At most 1000; asked again, the next ones' }),
  })
  .meta({ id: 'PrunedFiles' });
export type PrunedFiles = z.infer<typeof PrunedFiles>;
