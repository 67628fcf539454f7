import * as z from 'zod';
import { attemptId, natural } from './parameters.ts';

/** What is asked for of a log. */

export const logQuery = z.strictObject({
  attempt: attemptId.optional().meta({ description: 'Only this attempt; without it all, one after another' }),
  from: natural.default(0).meta({ description: 'The first line to show of the first attempt shown' }),
  after: z.string().max(40).optional().meta({ description: 'As Last-Event-ID, for who can not set it' }),
  follow: z.enum(['yes', 'no']).optional().meta({
    description: 'Whether to wait for what is still to come: by default yes for events, no for text',
  }),
});
export type LogQuery = z.output<typeof logQuery>;

/** As of a build's log; what was read last is the number of a line. */
export const refreshLogQuery = z.strictObject({
  from: natural.default(0).meta({ description: 'The first line to show' }),
  after: natural.optional().meta({ description: 'As Last-Event-ID, for who can not set it' }),
  follow: logQuery.shape.follow,
});
export type RefreshLogQuery = z.output<typeof refreshLogQuery>;

const lineNumber = natural.meta({ description: 'The first line' });

export const logLinesQuery = z.strictObject({
  attempt: attemptId,
  from: lineNumber,
  limit: natural.pipe(z.int().min(1).max(1000)).default(500),
});
export type LogLinesQuery = z.output<typeof logLinesQuery>;

export const logSearchQuery = z.strictObject({
  q: z.string().min(1).max(200).meta({ description: 'A text, in any case' }),
  attempt: attemptId.optional().meta({ description: 'Only this attempt' }),
});
