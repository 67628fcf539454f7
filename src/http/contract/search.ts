import * as z from 'zod';
import { BuildSummaryView } from './matrix.ts';

/** At most `limit` of each kind; `hasMore` says of which there are more. */
export const SearchResults = z
  .object({
    projects: z
      .array(z.string())
      .meta({ description: 'Those that begin with the text, then those that have it' }),
    builds: z
      .array(BuildSummaryView)
      .meta({ description: 'Of the number, the release or the file that is named' }),
    failures: z.array(z.object({ build: BuildSummaryView, sentence: z.string() })).meta({
      description: 'Failed builds whose project, version, target or cause have every word, newest first',
    }),
    hasMore: z.object({ projects: z.boolean(), builds: z.boolean(), failures: z.boolean() }),
  })
  .meta({ id: 'SearchResults' });
export type SearchResults = z.infer<typeof SearchResults>;
