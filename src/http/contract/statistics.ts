import * as z from 'zod';

const HourView = z.object({
  succeeded: z.int(),
  failed: z.int().meta({ description: 'Of the package' }),
  farmFault: z.int().meta({ description: "Failed of the farm's own fault" }),
  medianMilliseconds: z
    .number()
    .nullable()
    .meta({ description: 'What those took that succeeded, to a tenth; null: none was built' }),
});

/** How builds ended, hour by hour. */
export const StatisticsView = z
  .object({
    hours: z
      .array(HourView.extend({ at: z.number().meta({ description: 'When the hour began' }) }))
      .meta({ description: 'Oldest first; the last one is not over' }),
    total: HourView,
  })
  .meta({ id: 'Statistics' });
export type StatisticsView = z.infer<typeof StatisticsView>;
