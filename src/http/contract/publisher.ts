import * as z from 'zod';

const ResyncView = z
  .object({
    state: z.enum(['running', 'done', 'broken-off']),
    startedAt: z.number(),
    endedAt: z.number().nullable(),
    problem: z.string().nullable().meta({ description: 'Why it was broken off' }),
    files: z.int().meta({ description: 'How many were compared' }),
    same: z.int(),
    missing: z.int().meta({ description: 'Not there; they are on their way again' }),
    different: z.int().meta({ description: 'Another file stands there under the name; shown as refused' }),
  })
  .meta({ id: 'Resync' });

export const PublisherView = z
  .object({
    name: z.string(),
    kind: z.enum(['legacy', 'devpi']),
    url: z.string(),
    nodes: z.array(z.string()).meta({ description: 'What it takes: nodes of the index, and `sdists`' }),
    state: z.enum(['idle', 'sending', 'away']).meta({
      description: 'away: the last try came to nothing, and nothing has come through since',
    }),
    problem: z.string().nullable().meta({ description: 'What went wrong last, in words of the index' }),
    triesAgainAt: z.number().nullable().meta({ description: 'Until then the index is left in peace' }),
    pending: z.int(),
    refused: z.int(),
    oldestPendingAt: z.number().nullable(),
    lastSentAt: z.number().nullable().meta({ description: 'Since the server was started' }),
    differences: z.array(z.string()).meta({ description: 'Where the index is set up otherwise than wished' }),
    resync: ResyncView.nullable(),
  })
  .meta({ id: 'Publisher' });
export type PublisherView = z.infer<typeof PublisherView>;

export const PublisherList = z.object({ publishers: z.array(PublisherView) }).meta({ id: 'PublisherList' });
export type PublisherList = z.infer<typeof PublisherList>;

const RefusedFile = z
  .object({
    id: z.int(),
    filename: z.string(),
    node: z.string(),
    project: z.string(),
    version: z.string(),
    sha256: z.string(),
    words: z.string().meta({ description: "The index's own" }),
    at: z.number(),
  })
  .meta({ id: 'RefusedFile' });

export const PublisherDetail = PublisherView.extend({
  refusedFiles: z.array(RefusedFile),
  next: z.int().nullable().meta({ description: 'For `after` of the next page' }),
}).meta({ id: 'PublisherDetail' });
export type PublisherDetail = z.infer<typeof PublisherDetail>;

export const RetriedFiles = z.object({ retried: z.int() }).meta({ id: 'RetriedFiles' });
export type RetriedFiles = z.infer<typeof RetriedFiles>;
