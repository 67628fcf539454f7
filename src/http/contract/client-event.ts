import * as z from 'zod';

/** What every kind has. Nothing in it is of the person who looks: no query of the address, no browser, no words typed. */
const common = {
  page: z.string().startsWith('/').max(300).meta({ description: 'Path of the page, without its query' }),
  request: z
    .string()
    .regex(/^[\w-]{8,32}$/)
    .nullable()
    .meta({
      description:
        'X-Request-Id of the request that it belongs to: the failed one, else the last that was answered; null: none was',
    }),
  count: z.int().min(1).max(1000).meta({ description: 'How often, since the last report' }),
};

/** Something that went wrong for a person who looks at a page. */
export const ClientEvent = z
  .discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('uncaught-error'),
      ...common,
      message: z.string().max(500),
      stack: z.string().max(2000).meta({ description: 'Empty where the browser has none' }),
    }),
    z.strictObject({
      kind: z.literal('failed-request'),
      ...common,
      method: z.enum(['GET', 'POST', 'PUT', 'DELETE']),
      path: z.string().startsWith('/').max(300),
      status: z.int().min(0).max(599).nullable().meta({ description: 'Null: nobody answered' }),
      message: z.string().max(500),
    }),
    z.strictObject({
      kind: z.literal('slow-interaction'),
      ...common,
      interaction: z.string().max(40).meta({ description: 'The type of the DOM event: click, keydown' }),
      element: z.string().max(40).meta({ description: 'The tag that it happened on; empty: it is gone' }),
      milliseconds: z.number().min(0).meta({ description: 'Until the page was painted, the slowest' }),
    }),
  ])
  .meta({ id: 'ClientEvent' });
export type ClientEvent = z.infer<typeof ClientEvent>;

/** So many of the longest are still within the 64 KiB that a browser sends of a page that is being left. */
export const mostClientEvents = 20;

export const ClientEvents = z
  .strictObject({ events: z.array(ClientEvent).min(1).max(mostClientEvents) })
  .meta({ id: 'ClientEvents' });
export type ClientEvents = z.infer<typeof ClientEvents>;
