import * as z from 'zod';
import { BuildStateName, RunningView } from './build.ts';

export const QueueView = z
  .object({
    builds: z.record(BuildStateName, z.int()).meta({ description: 'Builds by state' }),
    platforms: z.array(
      z.object({
        platform: z.string(),
        queued: z.int(),
        running: z.int(),
        slots: z.int().meta({ description: 'How many run at once, with the workers that are here' }),
        etaMilliseconds: z.number().nullable().meta({
          description:
            'Until what is queued and running is done, by how long it took before; null: nobody works, or nothing was ever built',
        }),
      }),
    ),
    workers: z
      .array(z.object({ name: z.string(), platform: z.string(), slots: z.int(), running: z.int() }))
      .meta({ description: 'Those that are connected; /api/workers tells more of them' }),
    running: z.array(RunningView).meta({ description: 'What the workers do, as far as was heard' }),
  })
  .meta({ id: 'Queue' });
export type QueueView = z.infer<typeof QueueView>;

export const Readiness = z
  .object({
    isReady: z.boolean(),
    checks: z.array(
      z.object({ part: z.enum(['catalogue', 'queue', 'blobs']), problem: z.string().nullable() }),
    ),
  })
  .meta({ id: 'Readiness' });
export type Readiness = z.infer<typeof Readiness>;

export const Liveness = z.object({ isAlive: z.literal(true) }).meta({ id: 'Liveness' });

export const StoredBlob = z.object({ sha256: z.string(), sizeBytes: z.int() }).meta({ id: 'StoredBlob' });
export type StoredBlob = z.infer<typeof StoredBlob>;

/** What a legacy upload (twine) is answered with. */
export const LegacyUpload = z
  .object({ sha256: z.string(), release: z.string(), builds: z.array(z.int()) })
  .meta({ id: 'LegacyUpload' });
export type LegacyUpload = z.infer<typeof LegacyUpload>;
