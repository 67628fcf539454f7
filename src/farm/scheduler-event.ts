import type { BuildId } from '../domain/build-state.ts';

/** What the scheduler says of its work. */
export type SchedulerEvent =
  | { readonly event: 'outcomes-taken'; readonly count: number }
  | { readonly event: 'builds-retried'; readonly because: RetryReason; readonly builds: readonly BuildId[] }
  | { readonly event: 'scheduler-trouble'; readonly error: unknown };

/** Why failed builds were queued again without anybody asking. */
export type RetryReason = 'an input changed' | 'a requirement was published' | 'a pause is over';
