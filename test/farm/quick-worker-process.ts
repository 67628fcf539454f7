import { join } from 'node:path';
import { pino } from 'pino';
import { openHttpBlobs } from '../../src/blobs/http-blobs.ts';
import { openScratch } from '../../src/blobs/scratch.ts';
import { readConfig } from '../../src/config.ts';
import { startWorker } from '../../src/work.ts';

/** A worker whose loss is noticed within seconds; else as `wheelyard work`. */
const config = readConfig();
const scratch = await (await openScratch(join(config.dataFolder, 'blobs'))).open();
await startWorker({
  config,
  redisUrl: config.redisUrl ?? '',
  blobs: openHttpBlobs({ url: config.url, token: config.workerToken ?? '', scratchFolder: scratch.path }),
  logger: pino({ level: 'info' }),
  times: { lock: 2000, stallCheck: 500, readinessPoll: 100, firstRetry: 200, abort: 5000 },
});
