import type { ChildProcess } from 'node:child_process';
import { chmod, mkdir } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { renderSocketUrl, type Report } from './connection.ts';
import { endRedis, socketPath, startRedis, tryConnect } from './redis-process.ts';

/** sockaddr_un of Linux: 108 bytes with the closing zero. */
const longestSocketPath = 107;
const ownerName = 'wheelyard-owner';
const firstPause = 100;
const longestPause = 5000;
/** A server that lived this long has not died of its start. */
const steadyMilliseconds = 30_000;

export type PrivateRedis = AsyncDisposable & {
  /** `unix:///…/redis.sock` */
  readonly url: string;
  /** Null while it is down. */
  pid(): number | null;
};

/**
 * A Redis of the farm's own: a child process that listens only on a socket in `folder`, keeps an append-only file there, and is
 * started again when it dies. One that a killed farm left behind is shut down first; one that a living farm uses is left alone.
 */
export async function openPrivateRedis(options: {
  folder: string;
  report: Report;
  /** `redis-server` of the PATH unless told. */
  binary?: string;
}): Promise<PrivateRedis> {
  const { folder, report, binary = 'redis-server' } = options;
  const path = socketPath(folder);
  checkSocketPath(path);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await chmod(folder, 0o700);
  await shutDownLeftover(path, report);
  let child: ChildProcess | null = await startRedis({ binary, folder });
  const owner = markAsOwned(path);
  const closing = new AbortController();
  const supervision = supervise();

  async function supervise(): Promise<void> {
    for (let failures = 0; !closing.signal.aborted;) {
      if (child === null) {
        await pause(Math.min(firstPause * 2 ** failures, longestPause), null, {
          signal: closing.signal,
        }).catch(() => null);
        if (closing.signal.aborted) return;
        failures++;
        child = await startRedis({ binary, folder }).catch((error: unknown) => {
          report(`the private Redis can't be started again: ${String(error)}`);
          return null;
        });
        if (child !== null) report('the private Redis was started again');
        continue;
      }
      const startedAt = performance.now();
      const how = await exitOf(child);
      child = null;
      if (closing.signal.aborted) return;
      report(`the private Redis has died (${how})`);
      if (performance.now() - startedAt > steadyMilliseconds) failures = 0;
    }
  }

  return {
    url: renderSocketUrl(path),
    pid: () => child?.pid ?? null,
    async [Symbol.asyncDispose]() {
      closing.abort();
      owner.disconnect();
      if (child !== null) await endRedis(child);
      await supervision;
      // A start that was under way when this began is over by now.
      if (child !== null) await endRedis(child);
    },
  };
}

function checkSocketPath(path: string): void {
  const length = Buffer.byteLength(path);
  if (!path.startsWith('/'))
    throw new Error(`the folder of the private Redis must be absolute, but its socket would be ${path}`);
  if (length > longestSocketPath) {
    throw new Error(
      `the socket ${path} has a path of ${length} bytes; the system takes ${longestSocketPath}: choose a shorter data folder`,
    );
  }
}

/** This connection stands as long as the farm lives: who finds a server without it has found a leftover. */
function markAsOwned(path: string): Redis {
  const owner = new Redis({
    path,
    connectionName: ownerName,
    maxRetriesPerRequest: null,
    retryStrategy: () => 200,
  });
  owner.on('error', () => {});
  return owner;
}

async function shutDownLeftover(path: string, report: Report): Promise<void> {
  const redis = await tryConnect(path);
  if (redis === null) return;
  try {
    const clients = String(await redis.client('LIST'));
    if (clients.includes(` name=${ownerName} `)) {
      throw new Error(`another farm is running with this data folder (its Redis answers on ${path})`);
    }
    report('a Redis that an earlier farm left behind is shut down');
    // Flushes the append-only file; the connection ends with the server.
    await redis.shutdown().catch(() => {});
  } finally {
    redis.disconnect();
  }
  for (const deadline = performance.now() + 10_000; performance.now() < deadline; await pause(20)) {
    const again = await tryConnect(path);
    if (again === null) return;
    again.disconnect();
  }
  throw new Error(`a Redis that an earlier farm left behind does not shut down (${path})`);
}

function exitOf(child: ChildProcess): Promise<string> {
  const describe = (): string => child.signalCode ?? `exit code ${child.exitCode}`;
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve(describe());
  return new Promise((resolve) => child.once('exit', () => resolve(describe())));
}
