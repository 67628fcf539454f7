import type { Redis } from 'ioredis';
import type { Platform } from '../domain/target.ts';
import { queueName } from './queue-keys.ts';

const workerNamePattern = /^[\w.-]{1,64}$/;

/** A worker's name becomes the name of its connection, by which it is found. */
export function checkWorkerName(name: string): void {
  if (!workerNamePattern.test(name)) {
    throw new Error(
      `${JSON.stringify(name)} can't name a worker: 1-64 letters, digits, dots, hyphens, underscores`,
    );
  }
}

/** Workers that hold a connection now. */
export async function listConnectedWorkers(
  redis: Redis,
  platforms: readonly Platform[],
): Promise<readonly { name: string; platform: Platform }[]> {
  const clients = String(await redis.client('LIST'));
  return platforms.flatMap((platform) => {
    const encoded = Buffer.from(queueName(platform)).toString('base64');
    const prefix = ` name=bull:${encoded}:w:`;
    const names = clients
      .split('\n')
      .filter((line) => line.includes(prefix))
      .map((line) => line.slice(line.indexOf(prefix) + prefix.length).split(' ')[0] ?? '');
    return [...new Set(names)].sort().map((name) => ({ name, platform }));
  });
}
