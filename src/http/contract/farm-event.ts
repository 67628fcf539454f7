import * as z from 'zod';
import { BuildSummaryView } from './matrix.ts';

/** The data of a `builds` event: how these builds stand now. */
export const ChangedBuilds = z.object({ builds: z.array(BuildSummaryView) }).meta({ id: 'ChangedBuilds' });
export type ChangedBuilds = z.infer<typeof ChangedBuilds>;

/*
 * Events of `GET /api/events`:
 *   ready   from here on changes are told; nothing was missed where the stream was resumed
 *   reset   changes were missed: ask again for what is shown
 *   builds  ChangedBuilds
 *   queue   QueueView, whenever it has changed
 * All but `queue` have an id; Last-Event-ID, or ?after= where a client can't set it, resumes behind it.
 */
