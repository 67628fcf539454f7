import type { AttemptId, Plan } from './plan.ts';

/**
 * Where an attempt stands in the queue, smaller is sooner; `priority`: that of its build. What was begun goes before what
 * was not at the same priority: a build that has waited for a requirement does not queue a second time behind those that
 * came meanwhile. A verification takes seconds, and somebody waits for its wheel.
 */
export function queuePriority(plan: Plan, priority: number): number {
  if (plan.kind === 'verify') return 0;
  return isFirst(plan.attempt) ? priority : Math.max(0, priority - 1);
}

/** `17.1` is the first attempt of build 17. */
const isFirst = (id: AttemptId): boolean => id.endsWith('.1');
