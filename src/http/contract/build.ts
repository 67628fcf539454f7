import * as z from 'zod';
import { buildActions, buildStateNames } from '../../domain/build-state.ts';
import { AttemptView, FailureView } from './attempt.ts';
import { Sha256Text } from './sdist.ts';

export const BuildStateName = z.enum(buildStateNames);

export const BuildStateView = z
  .discriminatedUnion('name', [
    z.object({ name: z.literal('queued'), attempt: z.string().nullable() }),
    z.object({
      name: z.literal('waiting'),
      on: z.int(),
      reason: z
        .enum(['answer', 'requirement', 'file-index'])
        .meta({ description: 'Whether its wheel may answer this build, or is needed to build this one' }),
    }),
    z.object({ name: z.literal('building'), attempt: z.string() }),
    z.object({ name: z.literal('verifying'), attempt: z.string() }),
    z.object({ name: z.literal('publishing') }),
    z.object({
      name: z.literal('held'),
      campaign: z
        .int()
        .meta({ description: 'The campaign that publishes it together with all of its builds' }),
      filename: z.string(),
    }),
    z.object({
      name: z.literal('succeeded'),
      wheel: Sha256Text,
      filename: z.string(),
      path: z.string().meta({ description: 'Where the wheel is, below the address of the farm' }),
      degradation: z
        .object({ kind: z.string(), sentence: z.string() })
        .nullable()
        .meta({ description: 'What the wheel lacks though its sdist has it' }),
      rebuilt: z.enum(['unchanged', 'changed']).nullable().meta({
        description:
          'What came of building it again: the same, so the earlier file stands, or another, under the next build tag',
      }),
      answeredBy: z.int().nullable().meta({ description: 'The build whose wheel answers this one' }),
    }),
    z.object({ name: z.literal('failed'), failure: FailureView }),
    z.object({ name: z.literal('blocked'), rule: z.string() }),
    z.object({ name: z.literal('cancelled'), by: z.string() }),
  ])
  .meta({ id: 'BuildState' });
export type BuildStateView = z.infer<typeof BuildStateView>;

/** By the worker's clock. */
export const RunningView = z
  .object({
    attempt: z.string(),
    startedAt: z.number(),
    phase: z.string(),
    phaseSince: z.number(),
  })
  .meta({ id: 'RunningAttempt' });

/** Times are milliseconds since 1970. */
export const BuildView = z
  .object({
    id: z.int(),
    project: z.string(),
    version: z.string(),
    sdist: Sha256Text,
    target: z.string(),
    state: BuildStateView,
    priority: z.int(),
    requestedBy: z.string(),
    createdAt: z.number(),
    changedAt: z.number().meta({ description: 'When it came into its state' }),
    attemptCount: z.int(),
    expectedMilliseconds: z.number().nullable().meta({
      description:
        'What it is expected to take, by what it took before; while it is verified: that alone. Null: it is over, or nobody knows',
    }),
    running: RunningView.nullable().meta({ description: 'What a worker does for it, as far as was heard' }),
    actions: z.array(z.enum(buildActions)).meta({ description: 'What may be done with it now' }),
  })
  .meta({ id: 'Build' });
export type BuildView = z.infer<typeof BuildView>;

const BuildMoveView = z.object({
  at: z.number(),
  state: BuildStateName,
  attempt: z.string().nullable(),
  on: z.int().nullable().meta({ description: 'The build that it waits on' }),
});
export type BuildMoveView = z.infer<typeof BuildMoveView>;

export const BuildDetail = BuildView.extend({
  attempts: z.array(AttemptView),
  moves: z.array(BuildMoveView).meta({
    description: 'When it came into each of its states, in their order; the last one is that it is in',
  }),
}).meta({ id: 'BuildDetail' });
export type BuildDetail = z.infer<typeof BuildDetail>;

export const BuildList = z
  .object({
    builds: z.array(BuildView),
    /** Give it as `before` for the next page. */
    next: z.int().nullable(),
  })
  .meta({ id: 'BuildList' });
export type BuildList = z.infer<typeof BuildList>;

const wish = {
  targets: z.union([z.literal('all'), z.array(z.string().max(64)).min(1).max(64)]),
  priority: z.int().min(0).max(100).default(10).meta({ description: 'Smaller is sooner' }),
};

/** What to build: an sdist that the farm has, or a release that it may have to fetch from upstream. */
export const BuildRequest = z
  .union([
    z.strictObject({ sdist: Sha256Text, ...wish }),
    z.strictObject({ release: z.string().max(256).meta({ example: 'lxml==5.3.0' }), ...wish }),
  ])
  .meta({ id: 'BuildRequest' });
export type BuildRequest = z.input<typeof BuildRequest>;

export const RequestedBuilds = z
  .object({ builds: z.array(z.object({ build: BuildView, isNew: z.boolean() })) })
  .meta({ id: 'RequestedBuilds' });
export type RequestedBuilds = z.infer<typeof RequestedBuilds>;
