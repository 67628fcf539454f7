import * as z from 'zod';
import { Sha256Text } from './sdist.ts';

export const PruneRequest = z
  .strictObject({
    keep: z.int().min(1).max(1000).nullable().default(null).meta({
      description:
        'How many of the newest builds of each wheel stay in any case; null: no file leaves an index',
    }),
    days: z.number().min(0).max(36_500).default(90).meta({
      description:
        'What was the newest within so many days stays, too, and so long the wheels of attempts that nobody published',
    }),
    logsDays: z
      .number()
      .min(0)
      .max(36_500)
      .nullable()
      .default(null)
      .meta({ description: 'Logs of attempts that ended within so many days stay; null: all logs' }),
    dryRun: z.boolean().default(true).meta({ description: 'Tell what would go, and do nothing' }),
  })
  .meta({ id: 'PruneRequest' });
export type PruneRequest = z.input<typeof PruneRequest>;

/** Blobs that nothing names: removed, or, dry, only counted. */
export const SweepView = z
  .object({
    dryRun: z.boolean(),
    startedAt: z.number(),
    endedAt: z
      .number()
      .nullable()
      .meta({ description: 'Null while it goes on: `GET /api/prune` tells how far' }),
    looked: z.number().meta({ description: 'Blobs that were looked at' }),
    blobs: z.number().meta({ description: 'Those of them that nothing names, but for the last day' }),
    bytes: z.number(),
    problem: z.string().nullable().meta({ description: 'Why it ended early' }),
  })
  .meta({ id: 'SweepView' });
export type SweepView = z.infer<typeof SweepView>;

export const SweepState = z
  .object({
    sweep: SweepView.nullable().meta({ description: 'Null: none since the server started' }),
  })
  .meta({ id: 'SweepState' });
export type SweepState = z.infer<typeof SweepState>;

export const PrunedFiles = z
  .object({
    dryRun: z.boolean(),
    files: z
      .array(
        z.object({ index: z.string(), filename: z.string(), sha256: Sha256Text, publishedAt: z.number() }),
      )
      .meta({ description: 'At most 1000; asked again, the next ones' }),
    sweep: SweepView,
  })
  .meta({ id: 'PrunedFiles' });
export type PrunedFiles = z.infer<typeof PrunedFiles>;
