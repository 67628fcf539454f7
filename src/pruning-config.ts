import { z } from 'zod';
import type { RetentionRule } from './domain/retention.ts';

/** What is let go once a day. */
export type PruningConfig = {
  /** Null: no file leaves an index. */
  readonly index: RetentionRule | null;
  /** How long the unpublished wheels, and the logs, of attempts are kept, in milliseconds; null: for ever. */
  readonly keep: { readonly attempts: number; readonly logs: number | null };
};

const dayMilliseconds = 24 * 60 * 60 * 1000;
const days = z.coerce.number().int().min(0).max(36_500);

export const pruningSettings = {
  WHEELYARD_PRUNE: z.enum(['yes', 'no']).default('yes'),
  WHEELYARD_PRUNE_KEEP: z.coerce.number().int().min(1).max(1000).optional(),
  WHEELYARD_PRUNE_DAYS: days.default(90),
  WHEELYARD_PRUNE_LOG_DAYS: days.optional(),
} as const;

export function pruningOf(set: z.output<z.ZodObject<typeof pruningSettings>>): PruningConfig | null {
  if (set.WHEELYARD_PRUNE === 'no') return null;
  const { WHEELYARD_PRUNE_KEEP: keep, WHEELYARD_PRUNE_LOG_DAYS: logDays } = set;
  const milliseconds = set.WHEELYARD_PRUNE_DAYS * dayMilliseconds;
  return {
    index: keep === undefined ? null : { keep, milliseconds },
    keep: { attempts: milliseconds, logs: logDays === undefined ? null : logDays * dayMilliseconds },
  };
}
