import * as z from 'zod';

export const SpaceView = z
  .object({
    totalBytes: z.number(),
    freeBytes: z.number(),
    state: z
      .enum(['well', 'low', 'critical'])
      .meta({ description: 'low: a day of work may fill it; critical: the next builds may' }),
  })
  .meta({ id: 'Space' });
export type SpaceView = z.infer<typeof SpaceView>;

export const StorageView = z
  .object({
    measuredAt: z.number().nullable().meta({ description: 'Null: not yet; it is measured now and then' }),
    parts: z.array(
      z.object({
        part: z
          .enum(['blobs', 'catalogue', 'queue', 'scratch', 'other'])
          .meta({ description: 'blobs: sdists, wheels and logs; scratch: what is worked on' }),
        bytes: z.number(),
        files: z.int(),
      }),
    ),
    disk: SpaceView.nullable().meta({ description: 'The disk that the data folder lies on' }),
  })
  .meta({ id: 'Storage' });
export type StorageView = z.infer<typeof StorageView>;
