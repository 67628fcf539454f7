import type * as z from 'zod';

/** Null: an event of a later contract. The rest of the stream is worth showing without it. */
export function parseEvent<Schema extends z.ZodType>(schema: Schema, data: unknown): z.output<Schema> | null {
  try {
    const parsed = schema.safeParse(JSON.parse(String(data)));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
