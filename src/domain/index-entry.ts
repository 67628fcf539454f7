import * as z from 'zod';
import type { IndexEntry } from './file-index.ts';
import { missingKinds } from './missing.ts';
import type { Result } from './result.ts';

/*
 * A worker's word, of which no length is believed. Debian has names of packages up to 80 and paths up to 300 characters.
 */
const word = z.string().min(1).max(255);
const path = z
  .string()
  .max(1024)
  .regex(/^\/[^\0]*[^\0/]$/);
const count = z
  .int()
  .min(0)
  .max(2 ** 40);

const packageName = z
  .string()
  .max(255)
  .regex(/^[A-Za-z0-9][A-Za-z0-9+._-]*$/);

const entrySchema: z.ZodType<IndexEntry> = z.discriminatedUnion('entry', [
  z.strictObject({
    entry: z.literal('file'),
    kind: z.enum(missingKinds).exclude(['words']),
    name: word,
    path,
    package: packageName,
  }),
  z.strictObject({
    entry: z.literal('package'),
    package: z.strictObject({
      name: packageName,
      version: word,
      source: word,
      section: z.string().max(255),
      isInstalled: z.boolean(),
      adds: z.strictObject({ packages: count, kibibytes: count }),
      usedBySources: count,
    }),
  }),
  z.strictObject({ entry: z.literal('source'), project: word, buildDepends: z.array(packageName).max(2000) }),
]);

/** One line of an index. The problem is a sentence without the line itself. */
export function parseIndexEntry(line: string): Result<IndexEntry, string> {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return { ok: false, problem: 'is no JSON' };
  }
  const parsed = entrySchema.safeParse(value);
  if (parsed.success) return { ok: true, value: parsed.data };
  const [issue] = parsed.error.issues;
  return { ok: false, problem: `is no entry: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}` };
}
