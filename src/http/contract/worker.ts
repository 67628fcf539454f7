import * as z from 'zod';
import { FailureView, PlanKind } from './attempt.ts';
import { RunningView } from './build.ts';
import { SpaceView } from './storage.ts';

const Work = {
  build: z
    .int()
    .nullable()
    .meta({ description: 'Null: it belongs to no build, as a refresh of images does' }),
  project: z.string().nullable(),
  version: z.string().nullable(),
  target: z.string().nullable(),
};

/** Times are milliseconds since 1970; those that a worker says are of its own clock. */
export const WorkerView = z
  .object({
    name: z.string(),
    platform: z.string(),
    state: z
      .enum(['idle', 'working', 'waiting', 'stopping', 'gone'])
      .meta({ description: 'waiting: it is kept from working; gone: it was here within the last hour' }),
    problem: z.string().nullable().meta({ description: 'What keeps it from working' }),
    slots: z.int().nullable().meta({ description: 'Null: it did not say' }),
    startedAt: z.number().nullable(),
    lastSeenAt: z.number().nullable(),
    running: z.array(
      z.object({ attempt: z.string(), ...Work, progress: RunningView.omit({ attempt: true }).nullable() }),
    ),
    outages: z
      .int()
      .meta({ description: 'How often it handed work back since its start: the engine gone, the disk full' }),
    lastOutage: z.object({ at: z.number(), attempt: z.string(), problem: z.string() }).nullable(),
    host: z
      .object({
        version: z.string().meta({ description: 'Of Wheelyard' }),
        engine: z.string().nullable(),
        memoryBytes: z.number(),
        disk: SpaceView.nullable(),
      })
      .nullable(),
  })
  .meta({ id: 'Worker' });
export type WorkerView = z.infer<typeof WorkerView>;

export const WorkerList = z.object({ workers: z.array(WorkerView) }).meta({ id: 'WorkerList' });
export type WorkerList = z.infer<typeof WorkerList>;

export const CarriedOut = z
  .object({
    attempt: z.string(),
    build: z.int(),
    project: z.string(),
    version: z.string(),
    target: z.string(),
    kind: PlanKind,
    outcome: z.enum(['built', 'verified', 'needs', 'indexed', 'failed']),
    failure: FailureView.nullable(),
    startedAt: z.number(),
    endedAt: z.number(),
  })
  .meta({ id: 'CarriedOut' });
export type CarriedOut = z.infer<typeof CarriedOut>;

export const WorkerDetail = WorkerView.extend({
  attempts: z.array(CarriedOut).meta({ description: 'What it carried out, the last first' }),
  next: z.number().nullable().meta({ description: 'For `before` of the next page' }),
}).meta({ id: 'WorkerDetail' });
export type WorkerDetail = z.infer<typeof WorkerDetail>;
