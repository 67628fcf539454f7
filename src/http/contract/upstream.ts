import * as z from 'zod';
import { projectName, watchListBody } from '../../domain/watch-list-schema.ts';

export const UpstreamView = z
  .object({
    name: z.string(),
    url: z.string(),
    state: z
      .enum(['well', 'troubled'])
      .meta({ description: 'troubled: some project could not be looked at, or its feed not be followed' }),
    projects: z.int().meta({ description: 'How many are watched and were looked at' }),
    lastLookAt: z.number().nullable(),
    serial: z.int().nullable().meta({ description: 'The newest that was seen, where the upstream counts' }),
    events: z.int().meta({ description: 'Pushed events that are not seen to yet' }),
    feed: z
      .object({
        kind: z.enum(['changelog', 'folder']),
        serial: z.int().nullable().meta({ description: 'Up to where it was read' }),
        askedAt: z.number().nullable(),
        problem: z.string().nullable(),
        faults: z.int(),
      })
      .nullable()
      .meta({ description: 'What tells of changes by itself; null: only pages are looked at' }),
    problems: z
      .array(z.object({ project: z.string(), problem: z.string(), faults: z.int(), since: z.number() }))
      .meta({ description: 'At most 100' }),
  })
  .meta({ id: 'Upstream' });
export type UpstreamView = z.infer<typeof UpstreamView>;

export const UpstreamList = z.object({ upstreams: z.array(UpstreamView) }).meta({ id: 'UpstreamList' });
export type UpstreamList = z.infer<typeof UpstreamList>;

export const UpstreamEvent = z
  .strictObject({
    project: projectName,
    version: z
      .string()
      .max(64)
      .optional()
      .meta({ description: 'Only for the log: the page says what there is' }),
  })
  .meta({ id: 'UpstreamEvent' });
export type UpstreamEvent = z.output<typeof UpstreamEvent>;

export const EventTaken = z
  .object({ result: z.enum(['looking', 'not-watched', 'internal']) })
  .meta({ id: 'EventTaken' });
export type EventTaken = z.infer<typeof EventTaken>;

export const WatchListBody = watchListBody;

export const WatchListView = z
  .object({
    name: z.string(),
    source: z.enum(['configuration', 'api']),
    projects: z.record(z.string(), z.string()).meta({ description: 'By name, what is wanted of it' }),
    targets: z.union([z.literal('all'), z.array(z.string())]),
    priority: z.int(),
  })
  .meta({ id: 'WatchList' });
export type WatchListView = z.infer<typeof WatchListView>;

export const WatchLists = z.object({ watchLists: z.array(WatchListView) }).meta({ id: 'WatchLists' });
export type WatchLists = z.infer<typeof WatchLists>;
