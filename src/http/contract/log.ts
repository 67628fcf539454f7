import * as z from 'zod';
import { FoundPackageView, PlanKind } from './attempt.ts';

/** One line of an attempt's log: the data of a `line` event. Its event id is `<attempt>:<number>`. */
export const LogLineView = z
  .object({
    number: z.int(),
    at: z.number().meta({ description: "Milliseconds since 1970, by the worker's clock" }),
    phase: z.string(),
    voice: z.enum(['farm', 'build']),
    text: z.string().meta({ description: "May hold ANSI colour sequences; anybody's words" }),
  })
  .meta({ id: 'LogLine' });
export type LogLineView = z.infer<typeof LogLineView>;

/** The data of an `attempt` event, which comes before the lines of an attempt. */
export const AttemptStart = z
  .object({
    attempt: z.string(),
    kind: PlanKind,
    platform: z.string(),
    found: z.array(FoundPackageView).meta({ description: 'OS packages that the farm added by itself' }),
  })
  .meta({ id: 'AttemptStart' });
export type AttemptStart = z.infer<typeof AttemptStart>;

/*
 * Events of `GET /api/builds/:id/log` as text/event-stream:
 *   attempt  AttemptStart
 *   line     LogLineView, resumable with Last-Event-ID
 *   end      BuildView: the last event; a stream that ends without it was cut off and is to be resumed
 */
/** Events of `GET /api/refreshes/:id/log`: `line` as above, its event id the line's number; `end` with a RefreshView. */
export const eventStreamMediaType = 'text/event-stream';

/** Where what stands in a log: enough to scroll over all of it before any line is there. */
export const LogOutline = z
  .object({
    attempts: z.array(
      AttemptStart.extend({
        first: z.int().meta({ description: 'The number of the first line that the farm still has' }),
        lines: z.int(),
        runs: z
          .array(z.tuple([z.string(), z.int()]))
          .meta({ description: 'Phases in the order of the log, each with so many lines' }),
      }),
    ),
  })
  .meta({ id: 'LogOutline' });
export type LogOutline = z.infer<typeof LogOutline>;

export const LogLines = z.object({ lines: z.array(LogLineView) }).meta({ id: 'LogLines' });
export type LogLines = z.infer<typeof LogLines>;

export const LogMatches = z
  .object({
    matches: z.array(z.object({ attempt: z.string(), number: z.int() })),
    isCut: z.boolean().meta({ description: 'There are more' }),
  })
  .meta({ id: 'LogMatches' });
export type LogMatches = z.infer<typeof LogMatches>;
