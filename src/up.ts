import { join } from 'node:path';
import type { Logger } from 'pino';
import { lockFolder } from './catalogue/folder-lock.ts';
import type { Config } from './config.ts';
import { openPrivateRedis } from './queue/private-redis.ts';
import { startServer } from './serve.ts';
import { startWorker } from './work.ts';

export type Farm = { readonly url: string } & AsyncDisposable;

/** Server and worker in one process, with embedded defaults: one machine is a configuration, not another program. */
export async function startFarm(options: {
  readonly config: Config;
  readonly logger: Logger;
  /** Where the built dashboard lies, if not where the build puts it. */
  readonly dashboardFolder?: string;
}): Promise<Farm> {
  const { config, logger } = options;
  await using started = new AsyncDisposableStack();
  started.use(lockFolder(config.dataFolder));
  const redisUrl = config.redisUrl ?? (await startRedis(started, { config, logger }));
  const server = started.use(await startServer({ ...options, redisUrl }));
  started.use(await startWorker({ config, redisUrl, blobs: server.blobs, logger }));
  const all = started.move();
  return { url: server.url, [Symbol.asyncDispose]: () => all.disposeAsync() };
}

async function startRedis(
  started: AsyncDisposableStack,
  { config, logger }: { readonly config: Config; readonly logger: Logger },
): Promise<string> {
  const report = (message: string): void => logger.warn({ event: 'private-redis' }, message);
  return started.use(await openPrivateRedis({ folder: join(config.dataFolder, 'redis'), report })).url;
}
