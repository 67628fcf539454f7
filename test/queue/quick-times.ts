import type { WorkTimes } from '../../src/queue/work-times.ts';

/** A tenth of what is usual, so that a lost worker is missed within a second or two. */
export const quickTimes: WorkTimes = {
  lock: 800,
  stallCheck: 200,
  readinessPoll: 30,
  firstRetry: 50,
  abort: 300,
};
