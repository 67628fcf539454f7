import * as z from 'zod';
import { BuildStateName } from './build.ts';

/** A build in short, as tables and live pages show it. */
export const BuildSummaryView = z
  .object({
    id: z.int(),
    project: z.string(),
    version: z.string(),
    target: z.string(),
    state: BuildStateName,
    cause: z.string().nullable().meta({ description: 'What it failed of: <kind> or <kind>:<fact>' }),
    requestedBy: z.string(),
    changedAt: z.number(),
  })
  .meta({ id: 'BuildSummary' });
export type BuildSummaryView = z.infer<typeof BuildSummaryView>;

/** Numbers count from 0 in `targets`, `states`, `causes` and `requesters`: a matrix of 20,000 cells names each of them once. */
export const MatrixView = z
  .object({
    targets: z.array(z.string()),
    states: z.array(BuildStateName),
    causes: z.array(z.string()),
    requesters: z.array(z.string()).meta({ description: 'Who asked for the builds' }),
    projects: z.array(
      z.object({
        project: z.string(),
        builds: z
          .array(
            z.tuple([z.int(), z.int(), z.string(), z.int(), z.number(), z.int(), z.int()]).meta({
              description:
                'target, build, version, state, when it came into its state, cause (-1: it did not fail), requester',
            }),
          )
          .meta({ description: 'The newest build of the project on each target that has one' }),
      }),
    ),
    /** Give it as `after` for the next page. */
    next: z.string().nullable(),
  })
  .meta({ id: 'Matrix' });
export type MatrixView = z.infer<typeof MatrixView>;
