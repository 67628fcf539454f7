import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Redis } from 'ioredis';

const startMilliseconds = 30_000;
const flushMilliseconds = 10_000;

export const socketPath = (folder: string): string => join(folder, 'redis.sock');
const logPath = (folder: string): string => join(folder, 'redis.log');

/** No port at all: whoever may enter the folder may use it, nobody else. */
const serverArguments = (folder: string): readonly string[] =>
  Object.entries({
    port: '0',
    unixsocket: socketPath(folder),
    unixsocketperm: '700',
    dir: folder,
    logfile: logPath(folder),
    daemonize: 'no',
    appendonly: 'yes',
    appendfsync: 'everysec',
    save: '',
    // The queue must never be thinned out to make room.
    'maxmemory-policy': 'noeviction',
  }).flatMap(([name, value]) => [`--${name}`, value]);

/** Starts a redis-server child; resolves when it answers on its socket. */
export async function startRedis(options: {
  readonly binary: string;
  readonly folder: string;
}): Promise<ChildProcess> {
  await rm(logPath(options.folder), { force: true });
  const child = spawn(options.binary, serverArguments(options.folder), {
    stdio: 'ignore',
    // A ^C at the terminal goes to the farm, which stops its Redis last.
    detached: true,
  });
  const failed = once(child, 'error').then(([error]: unknown[]) => {
    throw describeSpawnError(error, options.binary);
  });
  // once() of 'exit' would reject on 'error'; a listener does not.
  const exited = new Promise<never>((_resolve, reject) => {
    child.once('exit', () => void describeExit(options.folder).then(reject));
  });
  failed.catch(() => {});
  exited.catch(() => {});
  try {
    await Promise.race([failed, exited, answers(socketPath(options.folder))]);
  } catch (error) {
    child.kill('SIGKILL');
    throw error;
  }
  return child;
}

/** Lets Redis flush its append-only file and waits for its end. */
export async function endRedis(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  const tooLong = setTimeout(() => child.kill('SIGKILL'), flushMilliseconds);
  await exited;
  clearTimeout(tooLong);
}

/** A connection that tries once and says what is wrong. */
export async function tryConnect(path: string): Promise<Redis | null> {
  const redis = new Redis({
    path,
    lazyConnect: true,
    retryStrategy: null,
    enableReadyCheck: false,
    commandTimeout: 5000,
  });
  redis.on('error', () => {});
  try {
    await redis.connect();
    return redis;
  } catch {
    redis.disconnect();
    return null;
  }
}

async function answers(path: string): Promise<void> {
  const deadline = performance.now() + startMilliseconds;
  while (performance.now() < deadline) {
    const redis = await tryConnect(path);
    // While it loads its file, Redis accepts connections but answers LOADING.
    const reply = await redis?.ping().catch(() => null);
    redis?.disconnect();
    if (reply === 'PONG') return;
    await pause(20);
  }
  throw new Error(`redis-server did not answer on ${path} within ${startMilliseconds / 1000} s`);
}

function describeSpawnError(error: unknown, binary: string): Error {
  const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
  return isMissing
    ? new Error(
        `${binary} is not installed: install it (Debian: apt-get install redis-server) or set REDIS_URL`,
      )
    : new Error(`${binary} can't be started`, { cause: error });
}

async function describeExit(folder: string): Promise<Error> {
  const log = await readFile(logPath(folder), 'utf8').catch(() => '');
  const lastLines = log.trim().split('\n').slice(-3).join(' | ').slice(-1000);
  return new Error(
    `redis-server in ${folder} ended as soon as it was started: ${lastLines || 'it left no log'}`,
  );
}
