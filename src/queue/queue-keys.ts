import type { AttemptId } from '../domain/plan.ts';
import type { Platform } from '../domain/target.ts';

/** Every name that the farm uses in Redis, next to BullMQ's own `bull:<queue>:…`. */

/** BullMQ allows no `:` in a queue's name. */
export const queueName = (platform: Platform): string => `wheelyard-${platform.replace('/', '-')}`;

/** Workers listen here for the ids of attempts that were taken back. */
export const withdrawChannel = 'wheelyard:withdraw';

/** Stands while an attempt is taken back and its worker may not know yet. */
export const withdrawnKey = (id: AttemptId | string): string => `wheelyard:withdrawn:${id}`;
export const withdrawnSeconds = 24 * 60 * 60;

/** A worker as the farm's keys name it; a name may be there once a platform. */
export const workerOf = (platform: Platform, name: string): string => `${queueName(platform)}:${name}`;
/** The names of workers that have said something of themselves, and what each said last. */
export const reportsKey = 'wheelyard:workers';
export const workerKey = (worker: string): string => `wheelyard:worker:${worker}`;

/** A stream of batches of lines, and a hash with what is known of it. */
export const logKey = (id: AttemptId): string => `wheelyard:log:${id}`;
export const logStateKey = (id: AttemptId): string => `wheelyard:log:${id}:state`;
