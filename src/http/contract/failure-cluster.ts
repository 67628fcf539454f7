import * as z from 'zod';
import { FailureView } from './attempt.ts';
import { BuildView } from './build.ts';

/** `<kind>` or `<kind>:<fact>`: what failures that one change mends have in common. */
const CauseKey = z.string().min(1).max(200).meta({ example: 'missing-program:cargo' });

export const FailureClusterView = z
  .object({
    cause: CauseKey,
    sentence: z.string(),
    kind: z.string(),
    blame: FailureView.shape.blame,
    builds: z.int().meta({ description: 'How many failed of it' }),
    newestAt: z.number().meta({ description: 'When the newest of them failed' }),
    samples: z.array(BuildView).meta({ description: 'The newest of them, at most 5' }),
  })
  .meta({ id: 'FailureCluster' });
export type FailureClusterView = z.infer<typeof FailureClusterView>;

export const FailureClusters = z
  .object({ clusters: z.array(FailureClusterView) })
  .meta({ id: 'FailureClusters' });
export type FailureClusters = z.infer<typeof FailureClusters>;

export const RetryRequest = z
  .strictObject({
    cause: CauseKey,
    before: z
      .int()
      .min(1)
      .max(1e12)
      .optional()
      .meta({ description: 'The `next` of the page before; none for the first' }),
  })
  .meta({ id: 'RetryRequest' });
export type RetryRequest = z.infer<typeof RetryRequest>;

export const RetriedBuilds = z
  .object({
    retried: z.array(z.int()),
    /** Give it as `before` for the next page. */
    next: z.int().nullable(),
  })
  .meta({ id: 'RetriedBuilds' });
export type RetriedBuilds = z.infer<typeof RetriedBuilds>;
