import { Redis, type RedisOptions } from 'ioredis';
import { Outage } from '../farm/ports.ts';

/** Receives one sentence for people to read. */
export type Report = (sentence: string) => void;

/**
 * `answering`: a command to a dead Redis fails within seconds, for whoever has somebody waiting.
 * `patient`: commands wait until Redis is back, for a worker whose build goes on without it.
 */
export type Patience = 'answering' | 'patient';

const longestReconnectPause = 1000;
const answerMilliseconds = 3000;

const patienceOptions: Readonly<
  Record<Patience, Pick<RedisOptions, 'maxRetriesPerRequest' | 'commandTimeout'>>
> = {
  answering: { maxRetriesPerRequest: 2, commandTimeout: answerMilliseconds },
  patient: { maxRetriesPerRequest: null },
};

/** Connects in the background and reconnects for ever; trouble is reported once, not with every try. */
export function openConnection(url: string, options: { patience: Patience; report: Report }): Redis {
  const redis = connect(parseRedisUrl(url), {
    ...patienceOptions[options.patience],
    retryStrategy: (times: number) => Math.min(times * 50, longestReconnectPause),
    // A server that fell back to read-only (a failover) is left for its successor.
    reconnectOnError: (error: Error) => error.message.startsWith('READONLY'),
  });
  let isReported = false;
  redis.on('error', (error: Error) => {
    if (!isReported) options.report(`Redis can't be reached: ${error.message}`);
    isReported = true;
  });
  redis.on('ready', () => {
    if (isReported) options.report('Redis answers again');
    isReported = false;
  });
  return redis;
}

type Address = { readonly path: string } | { readonly url: string };

// As an option a path is taken as it is; as a string, ioredis would look for a query in it.
const connect = (address: Address, options: Omit<RedisOptions, 'replyMapping'>): Redis =>
  'path' in address ? new Redis({ ...options, path: address.path }) : new Redis(address.url, options);

function parseRedisUrl(url: string): Address {
  const protocol = URL.parse(url)?.protocol;
  if (protocol === 'redis:' || protocol === 'rediss:') return { url };
  const path = protocol === 'unix:' ? decodeURIComponent(new URL(url).pathname) : '';
  if (path.length < 2) {
    // Not repeated, for it may hold a password.
    throw new Error(
      'the address of Redis must be redis://host:port, rediss://host:port or unix:///path/of/socket',
    );
  }
  return { path };
}

export const renderSocketUrl = (path: string): string =>
  `unix://${encodeURI(path).replaceAll(/[?#]/g, encodeURIComponent)}`;

/** Awaits what Redis was asked for; a failure, or no answer in some seconds, is an Outage. */
export async function answerOf<Value>(what: string, asked: Promise<Value>): Promise<Value> {
  const timer = Promise.withResolvers<never>();
  const timeout = setTimeout(
    () => timer.reject(new Outage(`${what}: Redis does not answer`)),
    answerMilliseconds + 1000,
  );
  try {
    return await Promise.race([asked, timer.promise]);
  } catch (error) {
    if (error instanceof Outage) throw error;
    throw new Outage(`${what}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  } finally {
    clearTimeout(timeout);
  }
}
