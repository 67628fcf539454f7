import * as z from 'zod';
import { BuildView } from './build.ts';

/** Where a project stands on a target, in sentences. */
export const WhyView = z
  .object({
    build: BuildView.nullable().meta({ description: 'Null: it was never asked for' }),
    state: z.string(),
    cause: z.string(),
    line: z.string().nullable().meta({ description: 'The line of the log that the cause rests on' }),
    help: z.string().meta({ description: 'What would change it' }),
  })
  .meta({ id: 'Why' });
export type WhyView = z.infer<typeof WhyView>;
