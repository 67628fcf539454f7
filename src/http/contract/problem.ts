import * as z from 'zod';

/** Why a request was not done (RFC 9457, `application/problem+json`). */
export const Problem = z
  .object({
    type: z.string().meta({ description: 'urn:wheelyard:problem:<kind>; what a program looks at' }),
    title: z.string().meta({ description: 'The kind of problem in words' }),
    status: z.int(),
    detail: z.string().meta({ description: 'The sentence for people' }),
    requestId: z.string().optional(),
    errors: z
      .array(z.object({ where: z.string(), message: z.string() }))
      .optional()
      .meta({ description: 'Each part of the request that was not understood' }),
    retryAfterSeconds: z
      .int()
      .optional()
      .meta({ description: 'When it is worth asking again: the same as the header Retry-After' }),
    builds: z
      .array(z.object({ id: z.int(), state: z.string(), sentence: z.string(), page: z.string() }))
      .optional()
      .meta({
        description: 'Why an index lacks a project: its newest builds, each with the address of its page',
      }),
  })
  .meta({ id: 'Problem' });
export type Problem = z.infer<typeof Problem>;

export const problemMediaType = 'application/problem+json';
